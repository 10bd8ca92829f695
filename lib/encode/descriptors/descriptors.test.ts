import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { labelledPhotos, nearestNeighborAccuracy } from '../../bench/photo-features.js';
import { foregroundOf, labOf } from '../../images/color/index.js';
import { drawProductPhotos } from '../../samples/index.js';
import { dot, row } from '../../vectors/index.js';
import { colorHistogram } from './color.js';
import { normalizedCells, orientationHistograms } from './gradients.js';
import { descriptorEncoder } from './index.js';

const encoder = descriptorEncoder();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'descriptors-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function encode(paths: readonly string[]) {
  const vectors: Float32Array[] = [];
  const failed = new Map<number, string>();
  for await (const batch of encoder.encodeBatches(paths, { batchSize: 50 })) {
    batch.indices.forEach((i, j) => {
      vectors[i] = row(batch.vectors, j);
    });
    for (const [i, reason] of batch.failed ?? []) failed.set(i, reason);
  }
  return { vectors, failed };
}

const picture = (shape: string, background = '#fff', width = 200) =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="200"><rect width="100%" height="100%" fill="${background}"/>${shape}</svg>`,
    ),
  );
const disc = '<circle cx="100" cy="100" r="60" fill="#c33"/>';
const bar = '<rect x="20" y="90" width="160" height="20" fill="#33c"/>';

async function written(name: string, image: Sharp): Promise<string> {
  await image.toFile(path.join(folder, name));
  return path.join(folder, name);
}

test('sRGB primaries have their CIELAB values', () => {
  const { lightness, a, b } = labOf(Uint8Array.of(255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 0, 255), 2);
  const expected = [
    [100, 0, 0],
    [0, 0, 0],
    [53.24, 80.09, 67.2],
    [32.3, 79.19, -107.86],
  ];
  expected.forEach((lab, i) => {
    [lightness[i], a[i], b[i]].forEach((value, j) => {
      expect(Math.abs(value - lab[j])).toBeLessThan(0.7);
    });
  });
});

test('an even rim is backdrop, an uneven one is not', () => {
  const rgb = new Uint8Array(32 * 32 * 3).fill(255);
  rgb.set([0, 0, 0], 3 * (16 * 32 + 16));
  const weights = foregroundOf(labOf(rgb, 32));
  expect(weights[0]).toBeCloseTo(0.01);
  expect(weights[16 * 32 + 16]).toBeGreaterThan(0.9);
  const noisy = rgb.map((_, i) => (Math.floor(i / 3) % 2 === 0 ? 0 : 255));
  expect(Math.min(...foregroundOf(labOf(noisy, 32)))).toBeGreaterThan(0.9);
});

test('a colour is shared between bins, and its weight is kept', () => {
  const histogram = colorHistogram(labOf(new Uint8Array(12).fill(127), 2), Float32Array.of(1, 1, 1, 2));
  expect(histogram.reduce((sum, x) => sum + x)).toBeCloseTo(5, 4);
  expect(histogram.filter((x) => x > 0.1).length).toBe(8);
});

test('a vertical edge fills the bin of horizontal gradients', () => {
  const edge = Float32Array.from({ length: 64 }, (_, i) => (i % 8 < 4 ? 0 : 100));
  const histograms = orientationHistograms(edge, 8, new Float32Array(64).fill(1), 2, 9);
  expect(histograms.filter((_, i) => i % 9 !== 0).every((x) => x === 0)).toBe(true);
  expect(histograms[0]).toBeCloseTo(histograms[9], 4);
  const cells = normalizedCells(histograms, 2, 9);
  expect(cells[0] ** 2 * 4).toBeCloseTo(1, 2);
});

test('the same product on another backdrop is nearer than another product', async () => {
  const { vectors } = await encode([
    await written('disc.png', picture(disc)),
    await written('disc-grey.jpg', picture(disc, '#ddd')),
    await written('bar.png', picture(bar)),
  ]);
  expect(vectors.map((v) => Math.round(dot(v, v) * 1e5) / 1e5)).toEqual([1, 1, 1]);
  expect(dot(vectors[0], vectors[1])).toBeGreaterThan(0.9);
  expect(dot(vectors[0], vectors[2])).toBeLessThan(0.5);
});

test('alpha, EXIF rotation, grey, CMYK, 16 bits and a wrong extension are read as seen', async () => {
  const shape = '<rect x="20" y="20" width="60" height="160" fill="#333"/>';
  const seen = await written('seen.png', picture(shape));
  const clear = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200">${shape}</svg>`;
  const turned = await picture(shape).rotate(-90).png().toBuffer();
  const { vectors, failed } = await encode([
    seen,
    await written('alpha.png', sharp(Buffer.from(clear))),
    await written('turned.jpg', sharp(turned).withMetadata({ orientation: 6 }).jpeg({ quality: 100 })),
    await written('grey.png', picture(shape).toColourspace('b-w')),
    await written('cmyk.jpg', picture(shape).toColourspace('cmyk').jpeg({ quality: 100 })),
    await written('deep.png', picture(shape).toColourspace('rgb16')),
    await written('png-named.jpg', picture(shape).toFormat('png')),
  ]);
  expect(failed.size).toBe(0);
  for (const vector of vectors) expect(dot(vector, vectors[0])).toBeGreaterThan(0.9);
});

test('a plain picture still has its colour', async () => {
  const { vectors } = await encode([await written('plain.png', picture(''))]);
  expect(dot(vectors[0], vectors[0])).toBeCloseTo(1, 5);
});

test('what cannot be decoded is listed with its reason, the rest is encoded', async () => {
  const whole = await picture(disc).jpeg().toBuffer();
  const paths = ['cut.jpg', 'text.jpg', 'empty.jpg', 'absent.jpg', 'huge.png', 'fine.jpg'].map((name) =>
    path.join(folder, name),
  );
  await writeFile(paths[0], whole.subarray(0, whole.length / 2));
  await writeFile(paths[1], 'no picture');
  await writeFile(paths[2], '');
  const header = Buffer.from(await picture(disc).png().toBuffer());
  header.writeUInt32BE(60_000, 16);
  header.writeUInt32BE(60_000, 20);
  header.writeUInt32BE(crc32(header.subarray(12, 29)), 29);
  await writeFile(paths[4], header);
  await writeFile(paths[5], whole);
  const { vectors, failed } = await encode(paths);
  expect([...failed.keys()]).toEqual([0, 1, 2, 3, 4]);
  // libvips keeps one list of messages for all threads: of two that fail at once, one may be given the other's words.
  const undecodable = /premature end|unsupported image format|not in a known format|cannot be decoded/i;
  expect(failed.get(0)).toMatch(undecodable);
  expect(failed.get(1)).toMatch(undecodable);
  expect(failed.get(3)).toMatch(/ENOENT/);
  expect(failed.get(4)).toMatch(/exceeds pixel limit/);
  expect(dot(vectors[5], vectors[5])).toBeCloseTo(1, 5);
  expect(vectors[0].every((x) => x === 0)).toBe(true);
});

test('5 nearest neighbours tell drawn products apart', async () => {
  const photos = path.join(folder, 'products');
  await drawProductPhotos(photos, { products: 12, each: 12 });
  const all = labelledPhotos(photos);
  const isReference = (_: unknown, i: number) => i % 12 < 8;
  const queries = all.filter((photo, i) => !isReference(photo, i));
  // Chance is 0.08; the last of every six products has the shape of another.
  expect(await nearestNeighborAccuracy(encoder, all.filter(isReference), queries)).toBeGreaterThan(0.75);
});
