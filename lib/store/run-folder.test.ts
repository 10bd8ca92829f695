import { execFileSync } from 'node:child_process';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  rmdir,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRun, openLatestRun, publishRun, sha256, verifyRun, writeFileAtomic } from './index.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-runs-'));
  vi.stubEnv('VITRINE_HANDOVER', '');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

async function finished(text = 'one'): Promise<string> {
  const run = await createRun('job', { root });
  await writeFileAtomic(run.path('a.txt'), text);
  await writeFileAtomic(run.path('plots', 'b.txt'), 'two');
  return (await run.finish()).dir;
}

test('a run is not there before it is whole, and then it is the latest', async () => {
  const first = await finished();
  const run = await createRun('job', { root });
  await writeFileAtomic(run.path('a.txt'), 'half');
  expect(await openLatestRun('job', { root })).toBe(first);
  const { dir } = await run.finish();
  expect(await openLatestRun('job', { root })).toBe(dir);
  const manifest = JSON.parse(await readFile(path.join(first, 'manifest.json'), 'utf8'));
  expect(manifest.files).toEqual([
    { path: 'a.txt', bytes: 3, sha256: sha256('one') },
    { path: 'plots/b.txt', bytes: 3, sha256: sha256('two') },
  ]);
});

test('a file that was changed, cut or removed is named', async () => {
  const dir = await finished();
  await verifyRun(dir);
  await appendFile(path.join(dir, 'a.txt'), '!');
  await expect(openLatestRun('job', { root })).rejects.toThrow(
    /a\.txt is not what the run wrote \(4 bytes, 3 written\)/,
  );
  await rm(path.join(dir, 'a.txt'));
  await expect(openLatestRun('job', { root })).rejects.toThrow(/a\.txt is missing; restore it or run again/);
});

test('a manifest that was made to fit a changed file is noticed', async () => {
  const dir = await finished();
  const file = path.join(dir, 'manifest.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace(sha256('one'), sha256('eno')));
  await expect(openLatestRun('job', { root })).rejects.toThrow('was changed after the run');
});

test('without a run, the way to make one is named', async () => {
  await expect(openLatestRun('job', { root })).rejects.toThrow('make one with: npm start');
});

test('a latest run that somebody removed is named', async () => {
  await rm(await finished(), { recursive: true });
  await expect(openLatestRun('job', { root })).rejects.toThrow(
    /latest\.json names the run .*, which is gone/,
  );
});

test('under a runner the folder is handed over, not published', async () => {
  const handover = path.join(root, 'handover.json');
  vi.stubEnv('VITRINE_HANDOVER', handover);
  const run = await createRun('job', { root });
  await writeFileAtomic(run.path('a.txt'), 'one');
  const { handedOver } = await run.finish();
  expect(handedOver).toBe(true);
  const { staging } = JSON.parse(await readFile(handover, 'utf8'));
  expect(await publishRun(staging)).toBe(path.join(root, 'job', run.id));
});

test('what is written after a run was finished goes to a next one, which begins with what it held', async () => {
  const run = await createRun('job', { root });
  await writeFileAtomic(run.path('plots', 'a.txt'), 'one');
  await writeFileAtomic(run.path('b.txt'), 'two');
  const first = await run.finish();
  expect(await run.finish()).toEqual(first);
  await writeFileAtomic(run.path('b.txt'), 'three');
  const second = await run.finish();
  expect(second.dir).toBe(path.join(root, 'job', run.id));
  expect(second.dir).not.toBe(first.dir);
  for (const { dir } of [first, second]) await verifyRun(dir);
  expect(await readFile(path.join(first.dir, 'b.txt'), 'utf8')).toBe('two');
  expect(await readFile(path.join(second.dir, 'b.txt'), 'utf8')).toBe('three');
  expect(await readFile(path.join(second.dir, 'plots', 'a.txt'), 'utf8')).toBe('one');
  expect(await openLatestRun('job', { root })).toBe(second.dir);
  expect((await readdir(path.join(root, 'job'))).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('a run that was taken over but not published, because its cell failed later, is taken over again', async () => {
  const taken: string[] = [];
  const kernel = globalThis as { [key: symbol]: unknown };
  kernel[Symbol.for('vitrine.takeOver')] = (staging: string) => taken.push(staging);
  try {
    const run = await createRun('job', { root });
    await run.finish();
    await run.finish();
    expect(taken).toEqual([run.dir, run.dir]);
    await publishRun(run.dir);
    await run.finish();
    expect(taken).toHaveLength(2);
    await writeFileAtomic(run.path('a.txt'), 'one');
    await run.finish();
    expect(taken[2]).toBe(run.dir);
    expect(new Set(taken).size).toBe(2);
  } finally {
    delete kernel[Symbol.for('vitrine.takeOver')];
  }
});

test('folders of runs that died more than a day ago are removed, nothing else', async () => {
  const kept = await finished();
  const old = path.join(root, 'job', '.staging-20200101-000000-aaaa');
  const fresh = path.join(root, 'job', '.staging-20200101-000000-bbbb');
  await mkdir(old);
  await mkdir(fresh);
  const twoDaysAgo = Date.now() / 1000 - 2 * 24 * 60 * 60;
  await utimes(old, twoDaysAgo, twoDaysAgo);
  const run = await createRun('job', { root });
  const names = await readdir(path.join(root, 'job'));
  expect(names).not.toContain('.staging-20200101-000000-aaaa');
  expect(names).toContain('.staging-20200101-000000-bbbb');
  expect(await readdir(kept)).toContain('manifest.json');
  await run.discard();
});

const hoursAgo = Date.now() / 1000 - 2 * 60 * 60;

test('a run that nobody has in hand any more is removed by the next one, and its lease; one in hand stays', async () => {
  const [killed, alive] = [await createRun('job', { root }), await createRun('job', { root })];
  await writeFileAtomic(killed.path('a.txt'), 'half');
  await utimes(`${killed.dir}.lease`, hoursAgo, hoursAgo);
  // In hand for days, as in a notebook left open, without a change.
  await utimes(alive.dir, hoursAgo, hoursAgo);
  const pointer = path.join(root, 'job', `.latest.json.${process.pid}-0123abcd.tmp`);
  await writeFile(pointer, '{');
  await utimes(pointer, hoursAgo, hoursAgo);
  const run = await createRun('job', { root });
  const there = [alive.dir, run.dir].flatMap((dir) => [path.basename(dir), `${path.basename(dir)}.lease`]);
  expect((await readdir(path.join(root, 'job'))).sort()).toEqual(there.sort());
  await alive.discard();
  await run.finish();
  expect((await readdir(path.join(root, 'job'))).sort()).toEqual([run.id, 'latest.json']);
});

test('a root that cannot be written is named', async () => {
  const file = path.join(root, 'outputs');
  await writeFile(file, '');
  await expect(createRun('job', { root: file })).rejects.toThrow(
    /cannot make .*outputs.*is a file, not a folder/,
  );
});

const smallDisk = mountSmallDisk();
test.skipIf(!smallDisk)(
  'a disk that fills up while a run is saved or published is named, and the run before stays the latest (needs root on Linux)',
  async () => {
    const disk = smallDisk as string;
    const saved = async (text: string) => {
      const run = await createRun('job', { root: disk });
      await writeFileAtomic(run.path('a.txt'), text);
      return run;
    };
    try {
      const before = (await (await saved('old')).finish()).dir;
      const run = await saved('new');
      await fill(path.join(disk, 'filler'));
      await expect(writeFileAtomic(run.path('vectors.npy'), new Uint8Array(1 << 20))).rejects.toThrow(
        /cannot write .*vectors\.npy: the disk is full; free some space/,
      );
      await expect(run.finish()).rejects.toThrow(/cannot write .*manifest\.json: the disk is full/);
      expect(await openLatestRun('job', { root: disk })).toBe(before);

      await rm(path.join(disk, 'filler'));
      const { dir } = await run.finish();
      expect(await openLatestRun('job', { root: disk })).toBe(dir);
    } finally {
      execFileSync('umount', [disk]);
      await rmdir(disk);
    }
  },
);

/** Writes until the disk has no room left. */
async function fill(file: string): Promise<void> {
  for (const bytes of [64 << 10, 1 << 10, 1]) {
    for (let full = false; !full; ) {
      await appendFile(file, Buffer.alloc(bytes)).catch(() => {
        full = true;
      });
    }
  }
}

function mountSmallDisk(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  try {
    const point = execFileSync('mktemp', ['-d']).toString().trim();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', point], { stdio: 'ignore' });
    return point;
  } catch {
    return null;
  }
}
