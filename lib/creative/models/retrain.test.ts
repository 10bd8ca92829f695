import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ModelRegistry, retrain } from '../../monitor/index.js';
import { createRun } from '../../store/index.js';
import { gradientBoosting, ridge } from '../../tabular/index.js';
import { creativeRows } from '../../testing/creative-rows.js';
import { createRandom } from '../../vectors/index.js';
import { creativeDrift } from './drift.js';
import { creativeRegistry, findCreativeModel, hashOfRows, registerCreativeModel } from './register.js';
import { creativeRetrainJob } from './retrain-job.js';
import { saveCreativeModel } from './save-model.js';
import { trainCreativeModels } from './train.js';
import { creativeTrends } from './trends.js';

const learners = [ridge({ missing: 'median' }), gradientBoosting({ trees: 40 })];
let root = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-creative-retrain-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function trained(name: string, options: Parameters<typeof creativeRows>[1], count = 900) {
  const training = await trainCreativeModels(creativeRows(count, options), { learners });
  const folder = path.join(root, name);
  await saveCreativeModel(folder, training.model);
  return { training, folder };
}

describe('registering', () => {
  test('the registry lies beside the folder of the job, wherever that is', async () => {
    const run = await createRun('creative-performance', { root: path.join(root, 'elsewhere') });
    const { folder } = creativeRegistry({ invented: true }, run);
    expect(folder).toBe(path.join(root, 'elsewhere', 'registry', 'creative-sample'));
    await run.discard();
  });

  test('a first that is better than the mean is champion, a worse one candidate, a better one takes over; twice is once', async () => {
    const registry = new ModelRegistry(path.join(root, 'registry-1'));
    const good = await trained('good', { seed: 1, noise: 3 });
    const bad = await trained('bad', { seed: 1, noise: 12 });
    const useless = await trained('useless', { seed: 1, noise: 60 });
    const options = (of: typeof good) => ({
      metrics: of.training.metrics,
      held: good.training.held,
      dataHash: hashOfRows(of.training.train),
      source: { name: 'rows', invented: false },
      parameters: {},
      who: 'test',
      why: 'test',
    });
    const none = await registerCreativeModel(registry, useless.folder, {
      ...options(useless),
      held: useless.training.held,
    });
    expect(none).toMatchObject({ alias: 'candidate', comparison: { better: false } });
    expect(none.why).toMatch(/^the first model, compared with predicting the mean: .*not met: /);
    expect(await registry.alias('champion')).toBe(null);
    await expect(findCreativeModel('champion', registry.folder)).rejects.toThrow(
      `name a version, as ${none.version}, or make it the champion: vitrine registry promote registry-1 ${none.version} --why`,
    );
    const first = await registerCreativeModel(registry, bad.folder, options(bad));
    expect(first).toMatchObject({ alias: 'champion', comparison: { better: true } });
    const second = await registerCreativeModel(registry, good.folder, options(good));
    expect(second.alias).toBe('champion');
    expect(second.comparison?.pValue).toBeLessThan(0.05);
    expect(await registry.alias('champion')).toBe(second.version);
    expect(await registerCreativeModel(registry, good.folder, options(good))).toMatchObject({
      created: false,
      why: 'it is the champion already',
    });
    const third = await registerCreativeModel(registry, bad.folder, options(bad));
    expect(third.alias).toBe('candidate');
    expect(third.why).toMatch(/not met: mean loss/);
    expect(await registry.alias('champion')).toBe(second.version);
    const { model, from } = await findCreativeModel('champion', registry.folder);
    expect(model.names).toEqual(good.training.model.names);
    expect(from).toContain(second.version);
  });
  test('a champion of features that pictures no longer get gives way to what is better than the mean', async () => {
    const registry = new ModelRegistry(path.join(root, 'registry-2'));
    const { folder, training } = await trained('fresh', { seed: 1, noise: 3 });
    const stale = path.join(root, 'stale');
    await cp(folder, stale, { recursive: true });
    const file = path.join(stale, 'model.json');
    const text = (await readFile(file, 'utf8')).replace(/"features": \d+/, '"features": 1');
    await writeFile(file, text);
    const { id } = await registry.register(stale, { who: 'test', why: 'test', dataHash: 'x' });
    await registry.promote(id, { who: 'test', why: 'test' });
    await expect(findCreativeModel('champion', registry.folder)).rejects.toThrow(
      /was trained on features of version 1, .* train it again with: vitrine demo creative/,
    );
    const next = await registerCreativeModel(registry, folder, {
      metrics: training.metrics,
      held: training.held,
      dataHash: hashOfRows(training.train),
      source: { name: 'rows', invented: false },
      parameters: {},
      who: 'test',
      why: 'test',
    });
    expect(next.alias).toBe('champion');
    expect(next.why).toMatch(/^the champion takes features that pictures no longer get, /);
  });
  test('without a model, the way to one', async () => {
    await expect(findCreativeModel('champion', path.join(root, 'none'))).rejects.toThrow(
      /there is no trained model in .*none; make one with: vitrine demo creative --mode quick/,
    );
  });
});

describe('drift', () => {
  test('posts of the same kind are stable, others are not', async () => {
    const { training } = await trained('drift', { seed: 3 });
    expect(creativeDrift(training.model, creativeRows(300, { seed: 4 })).drifted).toBe(false);
    const other = creativeDrift(training.model, creativeRows(300, { seed: 4, shift: 0.5 }));
    expect(other.drifted).toBe(true);
    expect(other.columns.some(({ column, verdict }) => column === 'saturation' && verdict === 'drift')).toBe(
      true,
    );
    expect(other.columns.find(({ column }) => column === 'hour')?.verdict).not.toBe('drift');
  });
  test('a feature that rises is a trend, on each platform with enough posts', () => {
    const rows = creativeRows(960, { seed: 6 });
    const at = rows.names.indexOf('warmth');
    rows.posts.forEach(({ postingTime }, i) => {
      const days = (Date.parse(postingTime) - Date.UTC(2026, 0, 1)) / 86_400_000;
      rows.matrix.data[i * rows.names.length + at] += days / 30;
    });
    const moving = creativeTrends(rows).filter(({ verdict }) => verdict !== 'no trend');
    expect(moving.map(({ feature, verdict, group }) => [feature, verdict, group]).sort()).toEqual(
      ['facebook', 'instagram', 'linkedin', 'tiktok'].map((group) => ['warmth', 'rose', group]),
    );
  });
});

describe('retraining', { timeout: 60_000 }, () => {
  const now = new Date('2026-03-11T09:00:00Z');
  const who = 'test';
  const pictures = 130;

  /** Squares whose saturation decides how many like them. */
  async function posts(name: string, count: number, effect: number): Promise<string> {
    const folder = path.join(root, name);
    await mkdir(folder, { recursive: true });
    const random = createRandom(9);
    const lines: string[] = [];
    const strengths = Array.from({ length: pictures }, () => random.uniform());
    for (const [i, strength] of strengths.entries()) {
      const background = { r: 200, g: Math.round(200 - 180 * strength), b: (i * 37) % 160 };
      const picture = sharp({ create: { width: 32, height: 32, channels: 3, background } });
      await picture.png().toFile(path.join(folder, `${i}.png`));
    }
    for (let i = 0; i < count; i++) {
      const strength = strengths[i % pictures];
      const rate = Math.exp(-4 + effect * strength + 0.2 * random.normal());
      const post = {
        id: `p${i}`,
        platform: ['instagram', 'tiktok'][i % 2],
        account: `a${i % 59}`,
        image: `${i % pictures}.png`,
        posting_time: new Date(Date.UTC(2026, 2, 4 + (i % 7), i % 24)).toISOString(),
        likes: Math.round(20_000 * rate),
        reach: 20_000,
        audience_size: 30_000,
      };
      lines.push(JSON.stringify(post));
    }
    const file = path.join(folder, 'posts.jsonl');
    await writeFile(file, `${lines.join('\n')}\n`);
    return file;
  }
  const jobOf = (name: string, data: string) =>
    creativeRetrainJob({
      registry: new ModelRegistry(path.join(root, name, 'registry')),
      data,
      folder: path.join(root, name, 'runs'),
      cacheDir: path.join(root, 'features'),
      learners,
    });

  test('the first model is promoted; the same window decides once; the next is compared on accounts that neither has seen', async () => {
    const before = await posts('before', 130, 1.5);
    const job = jobOf('weekly', before);
    const first = await retrain(job, { who, now });
    expect(first).toMatchObject({ run: '2026-03-04_2026-03-11', outcome: 'promoted', repeated: false });
    const again = await retrain(job, { who, now });
    expect(again).toMatchObject({ version: first.version, repeated: true });
    const history = (await job.registry.history()).length;
    const next = await retrain(job, { who, now: new Date('2026-03-12T09:00:00Z') });
    expect(next.outcome).toBe('kept');
    expect(next.comparison?.units).toBeGreaterThanOrEqual(10);
    expect(await job.registry.alias('champion')).toBe(first.version);
    expect((await job.registry.history()).length).toBeGreaterThan(history);
    const { model } = await findCreativeModel('champion', job.registry.folder);
    const known = new Set(model.reference.rows.groups);
    expect(model.heldOut.some((account) => known.has(account))).toBe(false);
  });
  test('99 posts, and none, are not fit for training', async () => {
    const few = await retrain(jobOf('few', await posts('few-posts', 99, 1)), { who, now });
    expect(few.outcome).toBe('invalid');
    expect(few.why).toContain('99 samples with an outcome, 100 are needed');
    const file = await posts('old', 110, 1);
    const none = await retrain(jobOf('none', file), { who, now: new Date('2026-06-01T00:00:00Z') });
    expect(none).toMatchObject({ outcome: 'invalid', version: null });
    expect(none.why).toContain('there is no post of 2026-05-25 to 2026-06-01');
  });
});
