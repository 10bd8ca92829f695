import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeRun } from '../../evaluate/index.js';
import { ModelRegistry } from '../../monitor/index.js';
import { createRun, sha256, writeJson } from '../../store/index.js';
import { productOf } from '../../testing/product.js';
import { currentRun } from './current-run.js';
import { registerRun } from './register-run.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-current-'));
  process.env.VITRINE_ROOT = root;
});
afterEach(async () => {
  delete process.env.VITRINE_ROOT;
  await rm(root, { recursive: true, force: true });
});

const ids = Array.from({ length: 40 }, (_, i) => `p${i}`);
/** p0 is like p1, p1 like p2, and so on round. */
const like = (i: number) => ids[(i + 1) % ids.length];
let second = 0;

/** A finished run whose ranking has the right product at a place, from 1, for every product. */
async function run(data: string, place: number, content = 'rows') {
  const job = await createRun('product-recommendations');
  // Runs of one second have no order of their own.
  const id = `20260101-${String(second++).padStart(6, '0')}-aaaa`;
  const judged = ids.map((id, i) => `${id} 0 ${like(i)} 1\n`).join('');
  await writeFile(path.join(root, 'qrels.txt'), judged);
  await writeJson(job.path('config.json'), {
    run: id,
    parameters: { DATA: data, QRELS: 'qrels.txt' },
    catalog: { path: path.join(root, data || 'sample.csv'), sha256: sha256(content), products: ids.length },
  });
  await writeJson(
    job.path('products.json'),
    ids.map((id) => ({ ...productOf(id), photo: null })),
  );
  const ranking = ids.map((query, i) => {
    const wrong = ids.filter((id) => id !== query && id !== like(i)).slice(0, 9);
    const order = wrong.toSpliced(place - 1, 0, like(i));
    return [query, new Map(order.map((id, at) => [id, 1 - at / 10]))] as const;
  });
  await writeRun(job.path('rankings', 'similar-hybrid.trec'), new Map(ranking), 'hybrid');
  const { dir } = await job.finish();
  const { rename } = await import('node:fs/promises');
  const folder = path.join(path.dirname(dir), id);
  await rename(dir, folder);
  return folder;
}

test('a run is used for its catalogue when it is the first, the catalogue changed, it ranks better, or someone says so', async () => {
  await expect(currentRun()).rejects.toThrow(/no finished run in .*product-recommendations; .* npm start/);
  const older = await run('products.csv', 3);
  const used = async () => (await currentRun('products')).folder;
  expect(await currentRun()).toMatchObject({
    folder: older,
    version: null,
    from: expect.stringMatching(/^run 20260101-\d{6}-aaaa of products.csv, not in the registry$/),
  });

  const first = await run('products.csv', 2);
  expect(await registerRun(first)).toMatchObject({
    catalog: 'products',
    alias: 'champion',
    why: 'it is the first of this catalogue',
  });
  const worse = await run('products.csv', 5);
  const kept = await registerRun(worse);
  expect(kept).toMatchObject({
    alias: 'candidate',
    why: expect.stringMatching(/^met: 40 held-out rows.*not met: mean loss 0.3691 → 0.6131/),
  });
  expect(kept.line).toMatch(
    `search uses the former run still for products.csv: ${kept.why}; to use this one all the same: vitrine registry promote recommend-products ${kept.version} --why TEXT`,
  );
  expect(await used()).toBe(first);

  const same = await run('products.csv', 2);
  expect((await registerRun(same)).why).toMatch(/^it answers all 40 questions as well as run 20260101-/);
  expect(await used()).toBe(same);
  const better = await run('products.csv', 1);
  expect(await registerRun(better)).toMatchObject({
    alias: 'champion',
    why: expect.stringMatching(/^met: 40/),
  });
  const changed = await run('products.csv', 9, 'more rows');
  expect((await registerRun(changed)).why).toMatch(/^the catalogue has changed since run/);
  expect(await used()).toBe(changed);

  const registry = new ModelRegistry(path.join(root, 'outputs', 'registry', 'recommend-products'));
  await registry.promote(kept.version, { who: 'test', why: 'by hand' });
  expect(await currentRun()).toMatchObject({ folder: worse, version: kept.version });
  expect((await registry.list()).at(-1)).toMatchObject({ source: { name: 'products.csv', invented: false } });
});

test('catalogues are told apart, and the sample answers where there is none of one’s own', async () => {
  const sample = await run('', 1);
  expect(await registerRun(sample)).toMatchObject({ catalog: 'sample', alias: 'champion' });
  expect((await currentRun()).from).toMatch(/of the sample catalogue, version [0-9a-f]{12} \(champion\)$/);
  const [a, b] = [await run('a/products.csv', 2), await run('b/products.csv', 2)];
  for (const dir of [a, b]) expect((await registerRun(dir)).alias).toBe('champion');
  await registerRun(await run('', 1));
  expect(await currentRun()).toMatchObject({
    folder: b,
    from: expect.stringMatching(/; other catalogues: a-products, sample$/),
  });
  expect((await currentRun('a-products')).folder).toBe(a);
  expect((await currentRun('sample')).catalog.invented).toBe(true);
  await expect(currentRun('c')).rejects.toThrow(
    'there is no run of a catalogue "c"; there are b-products, a-products, sample',
  );
  expect((await registerRun(await run('日本.csv', 1))).catalog).toMatch(/^-?[0-9a-f]{6}$/);
});

test('a run that is gone gives way to the newest; one that was damaged is named', async () => {
  const [first, next] = [await run('products.csv', 1), await run('products.csv', 5)];
  await registerRun(first);
  await registerRun(next);
  await truncate(path.join(first, 'products.json'), 10);
  await expect(currentRun()).rejects.toThrow(/products\.json is not what the run wrote/);
  await rm(first, { recursive: true });
  expect(await currentRun()).toMatchObject({ folder: next, version: null });
  const last = await run('products.csv', 6);
  expect(await registerRun(last)).toMatchObject({
    alias: 'champion',
    why: expect.stringMatching(/^run 20260101-\d+-aaaa is gone$/),
  });
});
