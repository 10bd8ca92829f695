import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ModelRegistry, registryFolder } from '../../monitor/index.js';
import { createRun, finishedRuns, writeFileAtomic } from '../../store/index.js';
import { temporaryFolder } from '../../store/leases/index.js';
import { clean } from './clean.js';
import { noteLargeRuns } from './large-runs.js';
import { prune, runsToPrune } from './runs.js';

let root: string;
let printed: string[];
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'disk-'));
  vi.stubEnv('VITRINE_ROOT', root);
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, root);
  printed = [];
  for (const name of ['log', 'error'] as const) {
    vi.spyOn(console, name).mockImplementation((text) => void printed.push(String(text)));
  }
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(root, { recursive: true, force: true });
});

/** A finished run of a job, so many days old by its manifest; its id. */
async function finished(job: string, days: number, bytes?: number): Promise<string> {
  const run = await createRun(job);
  await writeFileAtomic(run.path('a.txt'), 'four');
  const { dir } = await run.finish();
  const file = path.join(dir, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  manifest.finished = new Date(Date.now() - days * 24 * 3_600_000).toISOString();
  if (bytes) manifest.files[0].bytes = bytes;
  await writeFile(file, JSON.stringify(manifest));
  return run.id;
}

const there = (job: string) => readdir(path.join(root, 'outputs', job));

describe('runs prune', () => {
  test('which runs go: beyond the newest, older than, or both', async () => {
    const ids: string[] = [];
    for (const days of [40, 30, 20, 10, 0]) ids.push(await finished('job', days));
    await finished('other', 50);
    const runs = await finishedRuns();
    const going = (choice: Parameters<typeof runsToPrune>[1]) =>
      runsToPrune(runs, choice).map(({ id }) => ids.indexOf(id));
    expect(going({ keep: 3 })).toEqual([1, 0]);
    expect(going({ days: 15 })).toEqual([2, 1, 0]);
    expect(going({ keep: 4, days: 15 })).toEqual([0]);
    expect(going({ keep: 0 })).toEqual([3, 2, 1, 0]);
    expect(going({ keep: 0, inUse: new Set([ids[1]]) })).toEqual([3, 2, 0]);
  });

  test('shows them, removes them only with --yes, and never the latest or what a registry uses', async () => {
    const [current, old, latest] = [
      await finished('job', 9),
      await finished('job', 5),
      await finished('job', 1),
    ];
    const model = path.join(root, 'model');
    await mkdir(model);
    await writeFile(path.join(model, 'weights.bin'), 'w');
    const registry = new ModelRegistry(registryFolder('job'));
    const by = { who: 'test', why: 'test' };
    const { id } = await registry.register(model, {
      ...by,
      metrics: {},
      dataHash: 'd',
      parameters: { run: current },
    });
    await registry.promote(id, by);
    await prune({ keep: '0' });
    expect(printed.join('\n')).toContain(old);
    expect(printed.join('\n')).not.toContain(latest);
    expect(printed.at(-1)).toBe('Nothing was removed; to remove this, add --yes.');
    expect(await there('job')).toContain(old);
    await prune({ keep: '0', yes: true });
    expect((await there('job')).sort()).toEqual([current, latest, 'latest.json'].sort());
    await prune({ keep: '0', yes: true });
    expect(printed.at(-1)).toContain('no run to remove');
  });

  test.each([
    [{}, /--keep 5, or --older-than 30/],
    [{ keep: 'x' }, /--keep "x" is no whole number/],
    [{ olderThan: '-1' }, /--older-than "-1" is no whole number/],
  ])('%j is refused', async (options, message) => {
    await expect(prune(options)).rejects.toThrow(message);
  });

  test('a line where runs take more than 5 GB', async () => {
    await finished('job', 1, 3e9);
    await noteLargeRuns();
    expect(printed).toEqual([]);
    await finished('job', 1, 2.5e9);
    await noteLargeRuns();
    expect(printed).toEqual([
      '2 runs in outputs/ take 5.5 GB; to remove old ones: vitrine runs prune --keep 5',
    ]);
  });
});

describe('clean', () => {
  async function fill() {
    const alive = await createRun('job');
    const killed = await createRun('job');
    await utimes(`${killed.dir}.lease`, 0, 0);
    const temporary = await temporaryFolder('kernel');
    await utimes(path.join(temporary.path, 'vitrine.lease'), 0, 0);
    const cache = path.join(root, 'checkpoints', 'embeddings', 'ab');
    const busy = path.join(root, 'checkpoints', 'busy');
    const paid = path.join(root, 'checkpoints', 'descriptions');
    for (const folder of [cache, busy, paid]) await mkdir(folder, { recursive: true });
    await writeFile(path.join(cache, 'segment-1.bin'), 'x'.repeat(2_000_000));
    await writeFile(path.join(busy, 'segment-1.lease'), '');
    const building = path.join(root, 'data', '.sample-building-1');
    await mkdir(building, { recursive: true });
    await utimes(building, 0, 0);
    return { killed, alive, temporary: temporary.path, cache, busy, paid, building };
  }

  test('shows what can go, with sizes, and removes that and nothing else', async () => {
    const { killed, alive, temporary, cache, busy, paid, building } = await fill();
    await clean([], {});
    const text = printed.join('\n');
    for (const gone of [killed.dir, temporary, building]) expect(text).toContain(path.basename(gone));
    expect(text).toMatch(/2\.0 MB.*cache.*embeddings/);
    expect(existsSync(killed.dir)).toBe(true);
    await clean([], { yes: true });
    expect([killed.dir, temporary, building, cache].map(existsSync)).toEqual([false, false, false, false]);
    expect([alive.dir, busy, paid].map(existsSync)).toEqual([true, true, true]);
    await clean([], { yes: true });
    expect(printed.at(-1)).toBe('nothing to remove');
    await alive.discard();
  });

  test('takes only the kinds that are named', async () => {
    const { alive, killed, cache } = await fill();
    await clean(['caches'], { yes: true });
    expect([killed.dir, cache].map(existsSync)).toEqual([true, false]);
    await alive.discard();
    await expect(clean(['cache'], {})).rejects.toThrow(
      'clean knows nothing of "cache"; choose of leftovers, runs, caches',
    );
  });
});
