import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engagementRate } from '../../collect/engagement.js';
import { socialPlatforms } from '../../collect/platform.js';
import { type DrawnCreatives, drawCreatives } from '../../samples/creatives/draw-creatives.js';
import { spearman } from '../../stats/spearman.js';
import { contextOf, creativeValues, rowOfValues, tableFeatureNames } from '../features/creative-values.js';
import { visualFeatures } from '../features/extract.js';
import { type CreativeTable, featureTable } from './feature-table.js';
import { readSocialPosts, type SocialPost } from './social-posts.js';
import { type DatasetCheck, type DatasetReport, validateDataset } from './validate-dataset.js';
import { validationReport } from './validation-report.js';

let folder = '';
let sample: DrawnCreatives;
let drawn: readonly SocialPost[];
let table: CreativeTable;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-dataset-'));
  sample = await drawCreatives({ count: 104, seed: 7, folder: path.join(folder, 'set') });
  drawn = (await readSocialPosts(sample.postsPath)).records;
  table = await featureTable(drawn, { cacheDir: path.join(folder, 'cache'), threads: 2 });
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const check = (report: DatasetReport, name: DatasetCheck['name']) =>
  report.checks.find((one) => one.name === name)!;

/** The table with some of its rows. */
function part(whole: CreativeTable, keep: (row: number) => boolean): CreativeTable {
  const rows = whole.posts.map((_, i) => i).filter(keep);
  const { cols, data } = whole.matrix;
  const values = Float32Array.from(rows.flatMap((i) => [...data.subarray(i * cols, (i + 1) * cols)]));
  return {
    ...whole,
    matrix: { rows: rows.length, cols, data: values },
    target: Float64Array.from(rows, (i) => whole.target[i]),
    posts: rows.map((i) => whole.posts[i]),
    groups: rows.map((i) => whole.groups[i]),
    images: rows.map((i) => whole.images[i]),
    imageKeys: rows.map((i) => whole.imageKeys[i]),
  };
}

/** The table with one more column. */
function withColumn(whole: CreativeTable, name: string, value: (row: number) => number): CreativeTable {
  const { rows, cols, data } = whole.matrix;
  const wider = new Float32Array(rows * (cols + 1));
  for (let i = 0; i < rows; i++) {
    wider.set(data.subarray(i * cols, (i + 1) * cols), i * (cols + 1));
    wider[i * (cols + 1) + cols] = value(i);
  }
  return { ...whole, names: [...whole.names, name], matrix: { rows, cols: cols + 1, data: wider } };
}

describe('drawCreatives', () => {
  it('gives the same files for the same seed, and leaves what is there as it is', async () => {
    const options = { count: 40, seed: 3, folder: path.join(folder, 'a') };
    const made = await drawCreatives(options);
    const posts = await readFile(made.postsPath);
    const image = path.join(made.folder, 'images', '00017.jpg');
    const bytes = await readFile(image);
    expect(made.generated).toBe(true);
    expect(await drawCreatives(options)).toEqual({ ...made, generated: false });
    await rm(image);
    expect(await drawCreatives(options)).toEqual(made);
    expect(await readFile(made.postsPath)).toEqual(posts);
    expect(await readFile(image)).toEqual(bytes);
  });

  it('has the platforms in equal parts, 60 accounts, counts that agree, and room for a model', () => {
    for (const name of socialPlatforms)
      expect(drawn.filter(({ platform }) => platform === name)).toHaveLength(26);
    expect(new Set(drawn.map(({ account }) => account)).size).toBe(60);
    for (const post of drawn) {
      expect(post.likes).toBeGreaterThanOrEqual(0);
      expect(post.impressions).toBeGreaterThanOrEqual(post.reach!);
      expect(post.audienceSize).toBeGreaterThanOrEqual(post.reach!);
    }
    expect(sample.ceiling.r2).toBeGreaterThan(0.75);
    expect(sample.ceiling.r2).toBeLessThan(0.9);
  });

  it('refuses a folder that holds something else, and numbers out of range', async () => {
    const taken = path.join(folder, 'taken');
    await mkdir(taken);
    await writeFile(path.join(taken, 'thesis.txt'), 'x');
    await expect(drawCreatives({ count: 40, folder: taken })).rejects.toThrow(/is not empty/);
    expect(await readFile(path.join(taken, 'thesis.txt'), 'utf8')).toBe('x');
    await expect(drawCreatives({ count: 39 })).rejects.toThrow(/count is 39/);
    await expect(drawCreatives({ seed: 0.5 })).rejects.toThrow(/seed is 0.5/);
  });
});

describe('featureTable', () => {
  it('has a row a post, with features, context and target', () => {
    expect(table.names).toEqual(tableFeatureNames);
    expect(table.matrix.rows).toBe(104);
    expect(table.rejected).toEqual([]);
    expect(table.matrix.data.every(Number.isFinite)).toBe(true);
    const at = (name: string) => table.matrix.data[table.names.indexOf(name)];
    const [post] = table.posts;
    expect(at(`platform_${post.platform}`)).toBe(1);
    expect(at('hour')).toBe(new Date(post.postingTime).getUTCHours());
    expect(at('weekday')).toBe((new Date(post.postingTime).getUTCDay() + 6) % 7);
    expect(at('log_audience')).toBeCloseTo(Math.log10(post.audienceSize!), 5);
    expect(table.target.every((y) => y > 0 && y < 100)).toBe(true);
  });

  it('has the rows that prediction makes of the same pictures, hours and audiences', async () => {
    const { names, matrix, posts, images } = table;
    for (const i of [0, 50, 103]) {
      const values = creativeValues(await visualFeatures(images[i]), contextOf(posts[i]));
      const row = matrix.data.subarray(i * names.length, (i + 1) * names.length);
      expect(Float32Array.from(rowOfValues(names, values))).toEqual(row);
    }
  });

  it('sees in the picture what was drawn', async () => {
    const attributes = JSON.parse(await readFile(sample.attributesPath, 'utf8'));
    const drawn = (name: string) => table.posts.map(({ id }) => attributes[id][name] as number);
    const seen = (name: string) => {
      const j = table.names.indexOf(name);
      return table.posts.map((_, i) => table.matrix.data[i * table.names.length + j]);
    };
    expect(spearman(drawn('contrast'), seen('text_contrast'))).toBeGreaterThan(0.8);
    expect(spearman(drawn('saturation'), seen('saturation'))).toBeGreaterThan(0.8);
    expect(spearman(drawn('light'), seen('lightness'))).toBeGreaterThan(0.8);
  });

  it('reads from the cache, sets aside what is no image, and takes a scale', async () => {
    const broken = path.join(folder, 'broken.jpg');
    await writeFile(broken, 'no image');
    const moved = path.join(folder, 'moved.jpg');
    await copyFile(table.images[3], moved);
    const posts = [
      { ...drawn[0], image: moved },
      { ...drawn[1], image: broken },
      { ...drawn[2], image: null },
      { ...drawn[3], image: path.join(folder, 'none.jpg') },
      {
        ...drawn[4],
        likes: null,
        comments: null,
        shares: null,
        saves: null,
        clicks: null,
        extra: { constructor: 4, mood: 3 },
      },
    ];
    const few = await featureTable(posts, {
      cacheDir: path.join(folder, 'cache'),
      threads: 1,
      scale: table.scale!,
      extra: true,
    });
    expect(few.posts.map(({ id }) => id)).toEqual([posts[0].id, posts[4].id]);
    expect(few.rejected.map(({ id }) => id).sort()).toEqual(posts.slice(1, 4).map(({ id }) => id));
    expect(few.rejected.map(({ reason }) => reason).join('\n')).toMatch(
      /has no image[\s\S]*ENOENT|no such file/,
    );
    const cols = table.names.length;
    expect(few.names).toEqual([...table.names, 'constructor', 'mood']);
    expect([...few.matrix.data.subarray(0, 26)]).toEqual([
      ...table.matrix.data.subarray(3 * cols, 3 * cols + 26),
    ]);
    expect(few.target[0]).toBe(table.target[0]);
    expect(few.target[1]).toBeNaN();
    expect(few.matrix.data[cols]).toBeNaN();
    expect([...few.matrix.data.subarray(2 * cols + 2)]).toEqual([4, 3]);
    await expect(featureTable([])).rejects.toThrow(/no posts/);
    await expect(
      featureTable([{ ...drawn[0], image: broken }], { cacheDir: path.join(folder, 'cache') }),
    ).rejects.toThrow(/none of 1 posts has a usable image/);
  });
});

describe('validateDataset', () => {
  it('passes the sample', async () => {
    const report = await validateDataset(table);
    expect(report.passed).toBe(true);
    expect(report.quality).toBeGreaterThan(80);
    expect(check(report, 'platforms').level).toBe('warn');
    expect(validationReport(report)).toMatch(/^Fit to learn from: quality \d+(\.\d)? of 100, 104 rows/);
    expect(
      validationReport({ ...report, checks: [{ ...report.checks[0], message: '<b>' }] }, 'html'),
    ).toContain('&lt;b&gt;');
  });

  it('fails 99 samples and passes 100', async () => {
    const of = (n: number) =>
      validateDataset(
        part(table, (i) => i < n),
        { nearDuplicates: false },
      );
    expect(await of(99)).toMatchObject({ passed: false });
    expect(check(await of(99), 'samples').message).toMatch(/^99 samples .* 100 are needed/);
    expect(await of(100)).toMatchObject({ passed: true });
  });

  it('finds what leaks: a copy of the target, a bent one, a count under another name, a name', async () => {
    const leaks: [string, (i: number) => number][] = [
      ['magic', (i) => table.target[i]],
      ['bent', (i) => -Math.exp(table.target[i] / 20)],
      ['hearts', (i) => table.posts[i].likes!],
      ['engagement_rate', () => Math.random()],
    ];
    for (const [name, value] of leaks) {
      const report = await validateDataset(withColumn(table, name, value), { nearDuplicates: false });
      expect(report.passed).toBe(false);
      expect(check(report, 'leakage').details.join()).toContain(name);
    }
    expect(check(await validateDataset(table, { nearDuplicates: false }), 'leakage').level).toBe('ok');
  });

  it('finds a rate that is the outcome within each platform, or within one of them', async () => {
    const rate = (i: number) => engagementRate(table.posts[i])!;
    const leak = async (value: (i: number) => number) =>
      check(
        await validateDataset(withColumn(table, 'interest', value), { nearDuplicates: false }),
        'leakage',
      );
    const all = Array.from(table.posts, (_, i) => rate(i));
    expect(Math.abs(spearman(all, table.target))).toBeLessThan(0.95);
    expect((await leak(rate)).details.join()).toMatch(/interest: rank correlation [01].\d+ .*, within \w+/);
    const onOne = (i: number) =>
      table.posts[i].platform === 'linkedin' ? table.target[i] : (i * 7919) % 101;
    expect((await leak(onOne)).details.join()).toContain('with the outcome, within linkedin');
    expect((await leak((i) => rate(i) * (0.5 + ((i * 7919) % 101) / 101))).level).toBe('ok');
  });

  it('counts missing values, constant columns, outliers, duplicates, unusable images and rows set aside', async () => {
    const holes = withColumn(table, 'holes', (i) => (i % 4 ? i : Number.NaN));
    const flat = withColumn(holes, 'flat', () => 1);
    const wild = withColumn(flat, 'wild', (i) => (i === 5 ? 1e6 : i % 10));
    const twice = { ...wild, imageKeys: wild.imageKeys.map((key, i) => (i < 4 ? wild.imageKeys[0] : key)) };
    const report = await validateDataset(
      { ...twice, rejected: [{ id: 'x', image: 'x.jpg', reason: 'no such file' }] },
      { nearDuplicates: false, rejected: [{ row: 9, field: 'likes', reason: 'is below 0' }] },
    );
    expect(check(report, 'missing values')).toMatchObject({ level: 'warn', details: ['holes: 25.0%'] });
    expect(check(report, 'constant columns').details).toEqual(['flat']);
    expect(check(report, 'outliers').details.join()).toContain('wild 1.00e+6');
    expect(check(report, 'duplicates').message).toMatch(/^3 images/);
    expect(check(report, 'images').details).toEqual(['x: no such file']);
    expect(check(report, 'rows set aside').details).toEqual(['row 9, likes: is below 0']);
    expect(report.quality).toBeLessThan((await validateDataset(table, { nearDuplicates: false })).quality);
  });

  it('fails without outcomes and with one outcome only', async () => {
    const none = { ...table, target: table.target.map(() => Number.NaN) };
    expect(await validateDataset(none, { nearDuplicates: false })).toMatchObject({
      passed: false,
      quality: 0,
    });
    const same = { ...table, target: table.target.map(() => 50) };
    expect(check(await validateDataset(same, { nearDuplicates: false }), 'target').level).toBe('fail');
  });
});

describe('spearman', () => {
  it('agrees with scipy.stats.spearmanr', () => {
    expect(spearman([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.8207826816681233, 12);
    expect(spearman([1, 2, Number.NaN], [2, 1, 9])).toBe(-1);
    expect(spearman([1, 1], [1, 2])).toBeNaN();
  });
});
