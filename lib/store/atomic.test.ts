import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { childModule } from '../testing/child-module.js';
import { makeFolder, readJson, StoreError, writeAtomically, writeFileAtomic, writeJson } from './index.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-store-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a write that fails half-way leaves the old content and no temporary file', async () => {
  const file = path.join(folder, 'a.txt');
  await writeFileAtomic(file, 'old');
  const failing = writeAtomically(file, async (handle) => {
    await handle.writeFile('half of the ne');
    throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
  });
  await expect(failing).rejects.toThrow(`cannot write ${file}: the disk is full; free some space`);
  expect(await readFile(file, 'utf8')).toBe('old');
  expect(await readdir(folder)).toEqual(['a.txt']);
});

test.skipIf(process.platform === 'win32')(
  'each new folder is put on the disk in the one above it',
  async () => {
    const handle = await open(folder, 'r');
    const sync = vi.spyOn(Object.getPrototypeOf(handle), 'sync');
    await handle.close();
    try {
      await makeFolder(path.join(folder, 'a', 'b'));
      expect(sync).toHaveBeenCalledTimes(2);
      await makeFolder(path.join(folder, 'a', 'b'));
      expect(sync).toHaveBeenCalledTimes(2);
    } finally {
      sync.mockRestore();
    }
  },
);

const mounted = mount('size=1m');
test.skipIf(!mounted)(
  'a disk that is really full is named, and nothing saved is lost (needs root on Linux)',
  async () => {
    try {
      const file = path.join(mounted as string, 'a.bin');
      await writeFileAtomic(file, 'old');
      await expect(writeFileAtomic(file, new Uint8Array(4 << 20))).rejects.toThrow(
        /a\.bin: the disk is full/,
      );
      expect(await readFile(file, 'utf8')).toBe('old');
      expect(await readdir(mounted as string)).toEqual(['a.bin']);
    } finally {
      execFileSync('umount', [mounted as string]);
    }
  },
);

test('a folder that cannot be made is named', async () => {
  await writeFile(path.join(folder, 'file'), '');
  await expect(writeFileAtomic(path.join(folder, 'file', 'a.txt'), 'x')).rejects.toThrow(
    /cannot make .*file: a file is in the way/,
  );
});

test.runIf(process.platform === 'linux')('where no folder can be made, making one ends', async () => {
  const module = await childModule(path.join(import.meta.dirname, 'index.ts'), folder);
  const paths = ['/proc/x', '/proc/x/y/z', '/sys/x/y', '/dev/fd/x'];
  // In a process of its own: a call that never ends would hold this one too.
  const program = `import { makeFolder } from ${JSON.stringify(module)};
    for (const path of ${JSON.stringify(paths)}) await makeFolder(path).catch((error) => console.log(String(error)));`;
  const options = { timeout: 20_000, killSignal: 'SIGKILL', encoding: 'utf8' } as const;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], options);
  const lines = stdout.trim().split('\n');
  expect(lines).toHaveLength(paths.length);
  for (const [i, file] of paths.entries()) {
    expect(lines[i]).toMatch(new RegExp(`^StoreError: cannot make ${file}: .*; .*choose another`));
  }
});

test('JSON is checked when it is read', async () => {
  const file = path.join(folder, 'a.json');
  const parse = (value: unknown) => {
    if ((value as { n?: unknown }).n !== 1) throw new Error('n must be 1');
    return value;
  };
  await writeJson(file, { n: 1 });
  expect(await readJson(file, parse)).toEqual({ n: 1 });
  await writeJson(file, { n: 2 });
  await expect(readJson(file, parse)).rejects.toThrow(
    `${file} is damaged or was written by another version: n must be 1`,
  );
  await writeFile(file, '{"n": 1');
  await expect(readJson(file, parse)).rejects.toThrow(StoreError);
  await expect(readJson(path.join(folder, 'none.json'), parse)).rejects.toThrow(
    'there is no such file or folder',
  );
});

const readOnly = mount('ro,size=1m');
test.skipIf(!readOnly)('a read-only disk is named as one (needs root on Linux)', async () => {
  try {
    await expect(writeFileAtomic(path.join(readOnly as string, 'new', 'a.txt'), 'x')).rejects.toThrow(
      /cannot make .*new: the file system is read-only; choose a folder on another one/,
    );
  } finally {
    execFileSync('umount', [readOnly as string]);
  }
});

function mount(options: string): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  try {
    const point = execFileSync('mktemp', ['-d']).toString().trim();
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', point], { stdio: 'ignore' });
    return point;
  } catch {
    return null;
  }
}
