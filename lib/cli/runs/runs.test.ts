import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ModelRegistry, registryFolder } from '../../monitor/index.js';
import { createRun, writeJson } from '../../store/index.js';
import { compareRuns } from './compare.js';
import { figuresOf } from './figures.js';
import { list } from './list.js';
import { findRun } from './saved.js';
import { show } from './show.js';

let root: string;
let printed: string[];
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-runs-'));
  vi.stubEnv('VITRINE_ROOT', root);
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((text) => void printed.push(String(text)));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(root, { recursive: true, force: true });
});

const measured = (mean: number) => ({ mean, low: mean - 0.1, high: mean + 0.1 });

/** A run of notebook 01 with a weight and what it led to; its id. */
async function recommended(ALPHA: number, ndcg: number): Promise<string> {
  const run = await createRun('product-recommendations');
  await writeJson(run.path('config.json'), { parameters: { DATA: '', ALPHA, BETA: 0.3 } });
  await writeJson(run.path('metrics.json'), {
    similar: { hybrid: { 'nDCG@10': measured(ndcg), AP: measured(0.8) } },
    search: { fused: { 'nDCG@10': measured(0.7) } },
    quality: { text: { spread: 0.25 } },
  });
  await run.finish();
  return run.id;
}

test('list: what was changed and what came of it, by job', async () => {
  const [one, two] = [await recommended(0.7, 0.733), await recommended(0.5, 0.7415)];
  const other = await createRun('tuning-and-services');
  await other.finish();
  const registry = new ModelRegistry(registryFolder('recommend-sample'));
  const model = path.join(root, 'outputs', 'product-recommendations', one, 'model');
  await writeJson(path.join(model, 'weights.json'), 1);
  const by = { who: 'test', why: 'first' };
  const { id } = await registry.register(model, {
    ...by,
    metrics: {},
    dataHash: 'd',
    parameters: { run: one },
  });
  await registry.promote(id, by);
  await list(undefined, {});
  const text = printed.join('\n');
  expect(text).toContain('product-recommendations: 2 runs, 0.0 MB');
  const lines = text.split('\n').filter((line) => line.includes(one) || line.includes(two));
  const words = (line: string) => line.split(/ {2,}/).slice(3);
  expect(lines.map(words).sort()).toEqual([
    ['0.733', '0.700', 'champion of recommend-sample'],
    ['0.742', '0.700', 'ALPHA=0.5'],
  ]);
  expect(text).toContain(other.id);
  printed = [];
  await list('recommend', { json: true });
  expect(JSON.parse(printed[0]).map((run: { id: string }) => run.id)).toHaveLength(2);
  await expect(list('recomend', {})).rejects.toThrow(
    /no job "recomend"; there are recommend, ad-quality, photos, creative/,
  );
});

test('show: parameters, the main figures with their intervals, all of them where that is asked for', async () => {
  const id = await recommended(0.5, 0.7);
  await show('recommend', {});
  const text = printed.join('\n');
  expect(text).toContain(`product-recommendations, run ${id}, finished`);
  expect(text).toMatch(/ALPHA +0\.5 +changed\nBETA +0\.3\n/);
  expect(text).toMatch(/similar\.hybrid\.nDCG@10 +0\.700 \(0\.600 to 0\.800\)/);
  expect(text).not.toContain('spread');
  expect(text).toContain('4 figures in all: --all');
  await show(id, { all: true });
  expect(printed.join('\n')).toMatch(/quality\.text\.spread +0\.250/);
});

test('compare: only the parameters that differ, figures side by side, and the difference', async () => {
  const [one, two] = [await recommended(0.7, 0.73), await recommended(0.5, 0.75)];
  await compareRuns([one, two], {});
  const text = printed.join('\n');
  expect(text).toMatch(/ALPHA +0\.7 +0\.5/);
  expect(text).not.toContain('BETA');
  expect(text).toMatch(/similar\.hybrid\.nDCG@10 +0\.730 +0\.750 +\+0\.020/);
  expect(text).toContain(`vitrine compare ${one} ${two}`);
  await expect(compareRuns([one, one], {})).rejects.toThrow('name two or more different runs');
  const other = await createRun('ad-quality');
  await other.finish();
  await expect(compareRuns([one, 'ad-quality'], {})).rejects.toThrow(
    `run ${one} is of product-recommendations and run ${other.id} of ad-quality; compare runs of one job`,
  );
});

test('a run is found by its id, its beginning, its folder, its job, or as the latest', async () => {
  const [one, two] = [await recommended(0.7, 0.73), await recommended(0.5, 0.75)];
  const dir = path.join(root, 'outputs', 'product-recommendations', one);
  for (const name of [one, dir]) expect((await findRun(name)).id).toBe(one);
  for (const name of ['latest', 'recommend', 'product-recommendations', two.slice(0, -1)])
    expect((await findRun(name)).id).toBe(two);
  await expect(findRun('2')).rejects.toThrow(/"2" fits 2 runs: .*; write more of it/);
  await expect(findRun('x')).rejects.toThrow('there is no finished run "x"; vitrine runs list');
});

test('figures are the numbers, and the means that have an interval', () => {
  const metrics = { r2: 0.8, none: null, all: [1, 2], a: { b: { mean: 1, low: 0, high: 2, n: 3 } } };
  expect([...figuresOf(metrics)]).toEqual([
    ['r2', { value: 0.8 }],
    ['a.b', { value: 1, low: 0, high: 2 }],
  ]);
});
