import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { augmentPixels, decodeImage, PixelCache } from '../../images/index.js';
import { resizeArea } from '../../images/resize-area.js';
import { randomStream } from '../../vectors/index.js';
import { imageBatches, stratifiedSplit } from './index.js';

let folder: string;
const files: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-images-'));
  for (let i = 0; i < 7; i++) {
    files.push(path.join(folder, `${i}.png`));
    await sharp({ create: { width: 12, height: 8, channels: 3, background: { r: 30 * i, g: 100, b: 7 } } })
      .png()
      .toFile(files[i]);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('stratifiedSplit', () => {
  const parts = { train: 0.7, validation: 0.15, test: 0.15 };
  test('every row is in one part, and no part has more than a row over its share of a stratum', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 200 }),
        fc.integer(),
        (strata, seed) => {
          const split = stratifiedSplit(strata, parts, { seed });
          expect([...split.train, ...split.validation, ...split.test].sort((a, b) => a - b)).toEqual(
            strata.map((_, i) => i),
          );
          for (const name of ['train', 'validation', 'test'] as const) {
            for (const stratum of ['a', 'b', 'c']) {
              const all = strata.filter((s) => s === stratum).length;
              const here = split[name].filter((i) => strata[i] === stratum).length;
              expect(here).toBeLessThanOrEqual(parts[name] * all + 1);
              expect(here).toBeGreaterThan(parts[name] * all - 2);
            }
          }
        },
      ),
    );
  });
  test('rows of one group stay together', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ max: 9, min: 0 }))), (rows) => {
        const groups = rows.map(([, group]) => String(group));
        const split = stratifiedSplit(
          rows.map(([stratum]) => stratum),
          { x: 0.5, y: 0.5 },
          { groups },
        );
        const inX = new Set(split.x.map((i) => groups[i]));
        expect(split.y.some((i) => inX.has(groups[i]))).toBe(false);
      }),
    );
  });
  test('20 rows of a class by hand: 14, 3, 3; another seed, another choice', () => {
    const strata = Array(20).fill('a');
    const split = stratifiedSplit(strata, parts);
    expect([split.train.length, split.validation.length, split.test.length]).toEqual([14, 3, 3]);
    expect(stratifiedSplit(strata, parts)).toEqual(split);
    expect(stratifiedSplit(strata, parts, { seed: 1 })).not.toEqual(split);
  });
  test('shares that do not sum to 1 are named', () => {
    expect(() => stratifiedSplit(['a'], { train: 0.7, test: 0.2 })).toThrow(/train 0.7, test 0.2 sum to 0.9/);
  });
});

describe('augmentPixels', () => {
  const size = { height: 5, width: 4 };
  const image = Uint8Array.from({ length: 60 }, (_, i) => (i * 37) & 255);
  test('without options nothing changes', () => {
    expect(augmentPixels(image, size, {}, randomStream(1))).toEqual(image);
  });
  test('a flip mirrors, and half of the images are flipped', () => {
    const mirrored = new Uint8Array(60);
    for (let y = 0; y < 5; y++)
      for (let x = 0; x < 4; x++)
        for (let c = 0; c < 3; c++) mirrored[(y * 4 + x) * 3 + c] = image[(y * 4 + 3 - x) * 3 + c];
    const results = Array.from({ length: 40 }, (_, s) =>
      augmentPixels(image, size, { flip: true }, randomStream(s)).join(),
    );
    expect(new Set(results)).toEqual(new Set([image.join(), mirrored.join()]));
    const flipped = results.filter((r) => r === mirrored.join()).length;
    expect(flipped).toBeGreaterThan(8);
    expect(flipped).toBeLessThan(32);
  });
  test('brightness scales, contrast keeps middle grey, and values stay in 0…255', () => {
    const flat = new Uint8Array(60).fill(100);
    const values = Array.from(
      { length: 50 },
      (_, s) => augmentPixels(flat, size, { brightness: 0.2 }, randomStream(s))[0],
    );
    expect(Math.min(...values)).toBeGreaterThanOrEqual(80);
    expect(Math.max(...values)).toBeLessThanOrEqual(120);
    expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(20);
    const grey = new Uint8Array(60).fill(127);
    expect(augmentPixels(grey, size, { contrast: 0.5 }, randomStream(3))[0]).toBeCloseTo(127, -0.5);
    const white = new Uint8Array(60).fill(255);
    for (let s = 0; s < 20; s++) {
      expect(augmentPixels(white, size, { brightness: 0.5 }, randomStream(s))[0]).toBeGreaterThan(120);
    }
  });
  test('rotation and crop keep a flat image flat, and move a dot no further than they may', () => {
    const big = { height: 41, width: 41 };
    const flat = new Uint8Array(41 * 41 * 3).fill(90);
    const dot = new Uint8Array(41 * 41 * 3);
    dot.fill(255, 3 * (20 * 41 + 30), 3 * (20 * 41 + 31));
    for (let s = 0; s < 30; s++) {
      const options = { crop: 0.1, rotate: 10 };
      expect(new Set(augmentPixels(flat, big, options, randomStream(s)))).toEqual(new Set([90]));
      const moved = augmentPixels(dot, big, options, randomStream(s));
      const at = moved.indexOf(Math.max(...moved)) / 3;
      const [x, y] = [Math.floor(at) % 41, Math.floor(at / 41)];
      expect(Math.hypot(x - 30, y - 20)).toBeLessThan(6);
    }
  });
});

describe('imageBatches', () => {
  const size = { height: 6, width: 5 };
  const collect = async (options: object = {}) => {
    const batches = [];
    for await (const batch of imageBatches(files, { ...size, batchSize: 3, ...options })) batches.push(batch);
    return batches;
  };
  test('all images once, in NHWC uint8, the last batch smaller', async () => {
    const batches = await collect();
    expect(batches.map(({ x }) => x.dims)).toEqual([
      [3, 6, 5, 3],
      [3, 6, 5, 3],
      [1, 6, 5, 3],
    ]);
    expect(batches.flatMap(({ indices }) => indices)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([...batches[1].x.data.slice(90, 93)]).toEqual([120, 100, 7]);
    expect(batches[0].x.type).toBe('uint8');
  });
  test('order and augmentation follow from seed and epoch, with a cache or without', async () => {
    const cache = new PixelCache(size);
    const augment = { brightness: 0.2, crop: 0.2, rotate: 5 };
    const options = { shuffle: true, augment, seed: 7, epoch: 3 };
    const first = await collect(options);
    expect(await collect({ ...options, cache })).toEqual(first);
    expect(await collect({ ...options, cache })).toEqual(first);
    expect(await collect({ ...options, epoch: 4 })).not.toEqual(first);
    expect(first.flatMap(({ indices }) => indices)).not.toEqual([0, 1, 2, 3, 4, 5, 6]);
    await cache.close();
  });
  test('what exceeds the memory goes to a file, gives the same, and is removed', async () => {
    const spill = await mkdtemp(path.join(folder, 'spill-'));
    const cache = new PixelCache({ ...size, memoryBytes: 200, folder: spill });
    const expected = await collect();
    expect(await collect({ cache })).toEqual(expected);
    expect(await readdir(spill)).toHaveLength(1);
    expect(await collect({ cache })).toEqual(expected);
    await cache.close();
    expect(await readdir(spill)).toEqual([]);
  });
  test("'area' gives the pixels that a page feeds its model", async () => {
    const file = path.join(folder, 'steps.png');
    const data = Uint8Array.from({ length: 9 * 7 * 3 }, (_, i) => (i * 53) & 255);
    await sharp(data, { raw: { width: 9, height: 7, channels: 3 } })
      .png()
      .toFile(file);
    const expected = resizeArea({ width: 9, height: 7, data }, 3, 4).map(Math.round);
    expect([...(await decodeImage(file, { height: 3, width: 4, resize: 'area' })).pixels]).toEqual([
      ...expected,
    ]);
    await expect(collect({ resize: 'area', cache: new PixelCache(size) })).rejects.toThrow(/'smooth'/);
  });
  test('a damaged file is an error when its batch comes; a consumer may stop early', async () => {
    const bad = path.join(folder, 'bad.png');
    await writeFile(bad, 'no image');
    const read = async () => {
      let seen = 0;
      for await (const { indices } of imageBatches([...files.slice(0, 4), bad], { ...size, batchSize: 2 }))
        seen += indices.length;
      return seen;
    };
    await expect(read()).rejects.toThrow('not an image');
    for await (const _ of imageBatches([...files.slice(0, 2), bad], { ...size, batchSize: 1 })) break;
    await expect(collect({ batchSize: 0 })).rejects.toThrow(/batchSize is 0/);
    await expect(collect({ cache: new PixelCache({ height: 9, width: 9 }) })).rejects.toThrow(/9×9/);
  });
});

test('alpha on white, grey, CMYK, 16 bits, EXIF rotation: RGB of the right size, and said', async () => {
  const one = { height: 1, width: 1 };
  const at = (name: string) => path.join(folder, name);
  const clear = { width: 4, height: 4, channels: 4 as const, background: { r: 0, g: 0, b: 0, alpha: 0 } };
  await sharp({ create: clear }).png().toFile(at('alpha.png'));
  const red = { width: 40, height: 20, channels: 3 as const, background: '#ff0000' };
  await sharp({ create: red }).toColourspace('b-w').png().toFile(at('grey.png'));
  await sharp({ create: red }).toColourspace('cmyk').jpeg().toFile(at('cmyk.jpg'));
  await sharp({ create: red }).toColourspace('rgb16').png().toFile(at('deep.png'));
  await sharp({ create: red }).withMetadata({ orientation: 6 }).jpeg().toFile(at('turned.jpg'));
  const alpha = await decodeImage(at('alpha.png'), one);
  expect([[...alpha.pixels], alpha.changes]).toEqual([[255, 255, 255], ['transparency put on white']]);
  const grey = await decodeImage(at('grey.png'), one);
  expect([grey.pixels.length, grey.pixels[0] === grey.pixels[2], grey.changes]).toEqual([
    3,
    true,
    ['grey to RGB'],
  ]);
  const cmyk = await decodeImage(at('cmyk.jpg'), one);
  expect([cmyk.pixels.length, cmyk.changes]).toEqual([3, ['CMYK to RGB']]);
  expect(cmyk.pixels[0]).toBeGreaterThan(180);
  expect([...(await decodeImage(at('deep.png'), one)).pixels]).toEqual([255, 0, 0]);
  const turned = await decodeImage(at('turned.jpg'), one);
  expect([turned.width, turned.height, turned.changes]).toEqual([20, 40, ['turned as its EXIF says']]);
  await expect(decodeImage(at('none.png'), one)).rejects.toThrow('no such file');
});
