import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runJob } from '../jobs/index.js';
import { drawProductPhotos } from '../samples/index.js';
import { probabilities } from '../train/linear/index.js';
import type { ProductPhoto } from './data/photo.js';
import { readPhotos } from './data/read-photos.js';
import { photoSource } from './data/sources.js';
import { splitPhotos } from './data/split.js';
import { prototypeHeads } from './head/prototypes.js';
import { unknownThreshold } from './head/unknown.js';
import { openPhotoClassifier, photosJob } from './index.js';
import { photoMetrics, worstPhotos } from './metrics.js';

let root: string;
let shop: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-photos-'));
  shop = path.join(root, 'shop');
  process.env.VITRINE_ROOT = root;
  await drawProductPhotos(shop, { products: 6, each: 6 });
}, 60_000);
afterAll(async () => {
  delete process.env.VITRINE_ROOT;
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
});

const photo = (sku: string, i: number, hash = i.toString(16).padStart(16, '0')): ProductPhoto => ({
  ...{ sku, file: `${sku}/${i}.jpg`, path: `/${sku}/${i}.jpg` },
  sha256: `${sku}${i}`,
  hash,
});

describe('reading photos', () => {
  test('a folder a SKU; what is no picture, twice there or alone is set aside with its reason', async () => {
    const folder = path.join(root, 'mixed');
    await cp(shop, folder, { recursive: true });
    const [first, second] = (await readdir(folder)).filter((name) => name !== 'sample.json').sort();
    await writeFile(path.join(folder, first, 'broken.jpg'), 'no picture');
    await cp(path.join(folder, first, '001.jpg'), path.join(folder, first, 'again.jpg'));
    await mkdir(path.join(folder, 'ALONE-1'));
    await cp(path.join(folder, second, '002.jpg'), path.join(folder, 'ALONE-1', '1.jpg'));
    const { photos, skus, setAside } = await readPhotos(await photoSource({ data: folder }));
    expect(skus).toHaveLength(6);
    expect(photos).toHaveLength(35);
    const reasons = Object.fromEntries(setAside.map(({ file, reason }) => [file, reason]));
    expect(reasons[path.join(first, 'broken.jpg')]).toBe('not an image');
    expect(reasons[path.join(first, 'again.jpg')]).toMatch(/the same bytes as ".*001.jpg"/);
    expect(reasons[path.join('ALONE-1', '1.jpg')]).toMatch(/the same picture is a photo of ".*" too/);
    expect(reasons[path.join(second, '002.jpg')]).toMatch(/the same picture is a photo of "ALONE-1" too/);
  });

  test('a CSV names SKUs, files and names; a path that leaves the storage folder is not followed', async () => {
    const lines = (await readPhotos(await photoSource({ data: shop }))).photos.map(
      ({ sku, file }) => `${sku},${file},The ${sku}`,
    );
    await writeFile(
      path.join(root, 'photos.csv'),
      ['sku,file,name', ...lines, 'X,../secret.jpg,', 'X,/etc/passwd,'].join('\n'),
    );
    const { photos, names, setAside } = await readPhotos(
      await photoSource({ data: 'photos.csv', storage: 'shop' }),
    );
    expect(photos).toHaveLength(36);
    expect(names[photos[0].sku]).toBe(`The ${photos[0].sku}`);
    expect(setAside.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('leads out of the storage folder'),
        expect.stringContaining('an absolute path'),
      ]),
    );
  });

  test('too few photos are refused with the counts', async () => {
    const folder = path.join(root, 'few');
    await mkdir(folder);
    const [first] = (await readdir(shop)).sort();
    await cp(path.join(shop, first), path.join(folder, first), { recursive: true });
    await expect(readPhotos(await photoSource({ data: folder }))).rejects.toThrow(
      /6 usable, of 1 products, and at least 10 of 2 products are needed/,
    );
    await expect(photoSource({ data: 'nowhere' })).rejects.toThrow(/nowhere does not exist; name a folder/);
    await expect(photoSource({ data: 'mysql://me:secret@db/shop' })).rejects.toThrow(
      /^photos are not read from mysql:\/\/; name a folder/,
    );
  });
});

test('nearly the same pictures of a product go to one part, and each product has something to learn from', () => {
  const photos = ['A', 'B', 'C'].flatMap((sku) =>
    Array.from({ length: 10 }, (_, i) =>
      photo(sku, i, `${'0'.repeat(14)}${sku === 'A' ? '00' : (i * 16 + 15).toString(16).padStart(2, '0')}`),
    ),
  );
  const { train, validation, test } = splitPhotos(photos, 3);
  expect(train.length + validation.length + test.length).toBe(30);
  expect([train, validation, test].filter((part) => part.some(({ sku }) => sku === 'A'))).toEqual([train]);
  for (const sku of ['A', 'B', 'C']) expect(train.some((photo) => photo.sku === sku)).toBe(true);
});

describe('heads', () => {
  test('the nearest mean: directions of two classes, by hand', () => {
    // Two classes on either side of (1, 1): directions (0, 1) and (0, −1).
    const x = { rows: 4, cols: 2, data: Float32Array.of(1, 2, 1, 3, 1, 0, 1, -1) };
    const [soft, , , , sharp] = prototypeHeads(x, [0, 0, 1, 1], 2);
    const p = probabilities(soft, x);
    expect([0, 1, 2, 3].map((row) => (p[2 * row] > 0.5 ? 0 : 1))).toEqual([0, 0, 1, 1]);
    // (1, 1) lies in the middle; the sharper head is surer of (1, 2).
    expect(probabilities(soft, { rows: 1, cols: 2, data: Float32Array.of(1, 1) })[0]).toBeCloseTo(0.5, 5);
    expect(probabilities(sharp, x)[0]).toBeGreaterThan(p[0]);
  });

  test('products left out of training are told from the others by a threshold, where there are enough', async () => {
    // Eight classes, each at a corner of its own; a left-out class is near none.
    const [classes, each] = [8, 6];
    const x = { rows: classes * each, cols: classes, data: new Float32Array(classes * each * classes) };
    const y = Array.from({ length: x.rows }, (_, r) => Math.floor(r / each));
    y.forEach((c, r) => {
      x.data[r * classes + c] = 1 + 0.01 * (r % each);
    });
    const options = { l2: 0.001, seed: 1 };
    const found = await unknownThreshold({ x, y }, classes, options);
    expect(found?.photos).toBe(48);
    expect(found?.falseAccepts).toBeLessThanOrEqual(0.25);
    expect(found?.threshold).toBeLessThan(0.9);
    expect(await unknownThreshold({ x, y: y.map((c) => c % 3) }, 3, options)).toBeNull();
  });
});

test('metrics by hand', () => {
  const photos = [photo('A', 1), photo('A', 2), photo('B', 3), photo('C', 4)];
  // Right, taken for B, right, taken for A with C last.
  const values = [0.7, 0.2, 0.1, 0.3, 0.6, 0.1, 0.1, 0.8, 0.1, 0.5, 0.4, 0.1];
  const predictions = { photos, skus: ['A', 'B', 'C'], probabilities: Float32Array.from(values) };
  const metrics = photoMetrics(predictions, 0.65);
  expect(metrics).toMatchObject({ photos: 4, accuracy: 0.5, top3: 1, accepted: 0.5 });
  expect(metrics.products).toEqual([
    { sku: 'A', photos: 2, precision: 0.5, recall: 0.5 },
    { sku: 'B', photos: 1, precision: 0.5, recall: 1 },
    { sku: 'C', photos: 1, precision: null, recall: 0 },
  ]);
  expect(metrics.confused).toEqual([
    { actual: 'A', predicted: 'B', count: 1 },
    { actual: 'C', predicted: 'A', count: 1 },
  ]);
  expect(worstPhotos(predictions, 1)).toMatchObject([{ photo: { sku: 'C' }, predicted: 'A' }]);
});

test('the job trains, publishes a model that knows the photos, and keeps the champion that is better', async () => {
  const notes: string[] = [];
  const { result, dir } = await runJob(photosJob, { DATA: 'shop' }, { onNote: (line) => notes.push(line) });
  expect(result).toMatchObject({ products: 6, alias: 'candidate' });
  expect(result.accuracy).toBeGreaterThan(0.5);
  expect(notes).toContain('36 photos in shop, of 6 products');
  expect(notes.find((line) => line.startsWith('no pretrained network'))).toContain('BACKBONE names');
  expect((await readdir(dir)).sort()).toEqual(['config.json', 'manifest.json', 'metrics.json', 'plots']);
  const mapping = JSON.parse(await readFile(path.join(result.folder, 'product_mapping.json'), 'utf8'));
  expect(mapping.products[0]).toEqual({ index: 0, sku: 'BOTTLE-001' });
  const classifier = await openPhotoClassifier(result.folder);
  const [{ guesses }] = await classifier.classify([path.join(shop, 'BOTTLE-001', '001.jpg')]);
  expect(guesses).toHaveLength(3);
  expect(guesses[0].probability).toBeGreaterThan(guesses[1].probability);
  await classifier.close();

  await writeFile(path.join(result.folder, 'product_mapping.json'), '{"0": "Blue mug"}');
  await expect(openPhotoClassifier(result.folder)).rejects.toThrow(
    /trained on names; names change, so train it again on SKUs/,
  );
}, 120_000);
