import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ModelRegistry } from '../../monitor/index.js';
import { generateAds } from '../../samples/index.js';
import { createRun } from '../../store/index.js';
import { saveAdQualityModel } from '../../testing/ad-quality-model.js';
import { adQualityConfig } from './config.js';
import type { AdPredictions } from './metrics.js';
import { findAdModel, registerAdQuality } from './registry.js';
import { modelFolder } from './save.js';
import { openAds } from './source.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-ad-registry-'));
  process.env.VITRINE_ROOT = root;
});
afterAll(async () => {
  delete process.env.VITRINE_ROOT;
  await rm(root, { recursive: true, force: true });
});

test('an ad model is used when it is better than the present one on ads that neither has learnt from, or when someone says so', async () => {
  const folder = path.join(root, 'my-ads');
  await generateAds(folder, { count: 60, size: 128 });
  const data = await openAds({ data: folder });
  const test = data.ads.slice(0, 20);
  const split = { train: data.ads.slice(20, 50), validation: data.ads.slice(50), test };
  const says = (score: (quality: number) => number, pass: (is: boolean) => number): AdPredictions => ({
    scores: Float64Array.from(test, ({ quality }) => score(quality)),
    probabilities: Float64Array.from(test, ({ compliant }) => pass(compliant)),
  });
  const right = says((quality) => quality, Number);
  const wrong = says(
    (quality) => 100 - quality,
    (is) => Number(!is),
  );
  /** A network of its own with predictions that are not its own, so that a reader sees who wins. */
  const register = async (side: number, predicted: AdPredictions, of = split) => {
    const run = await createRun('ad-quality');
    await saveAdQualityModel(run.path(modelFolder), side);
    return registerAdQuality(run, { data, split: of, predicted, config: adQualityConfig() });
  };
  await expect(findAdModel()).rejects.toThrow(/no trained ad-quality model in .* vitrine train ad-quality/);

  const useless = await register(16, wrong);
  expect(useless).toMatchObject({
    alias: 'candidate',
    why: expect.stringMatching(
      /^the first model, compared with predicting the mean: met: 20 held-out rows.*not met/,
    ),
  });
  await expect(findAdModel()).rejects.toThrow(`vitrine registry promote ad-quality ${useless.version} --why`);
  expect(await findAdModel('candidate')).toMatchObject({ version: useless.version });

  const first = await register(20, right);
  expect(first.alias).toBe('champion');
  const { folder: kept, from, version } = await findAdModel();
  expect(version).toBe(first.version);
  expect(from).toBe(`version ${version} (champion), trained on ${folder}`);
  expect(JSON.parse(await readFile(path.join(kept, 'learnt.json'), 'utf8')).sha256).toHaveLength(40);

  const worse = await register(24, wrong);
  expect(worse).toMatchObject({ alias: 'candidate', why: expect.stringMatching(/not met: mean loss/) });
  expect((await findAdModel()).version).toBe(first.version);
  const known = { ...split, train: test, test: split.train.slice(0, 20) };
  expect((await register(28, right, known)).why).toBe(
    'it has learnt from every held-out ad, there is nothing to compare on',
  );

  const better = await register(32, right);
  expect(better).toMatchObject({ alias: 'champion', why: expect.stringMatching(/^met: 20 held-out rows/) });

  const registry = new ModelRegistry(path.join(root, 'outputs', 'registry', 'ad-quality'));
  await registry.promote(worse.version, { who: 'test', why: 'by hand' });
  expect((await findAdModel()).version).toBe(worse.version);
  expect(await findAdModel(kept)).toEqual({ folder: kept, version: null, from: `the model in ${kept}` });
}, 60_000);
