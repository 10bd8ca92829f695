import { expect, test } from 'vitest';
import { occlusionMap } from './occlusion.js';

/** Predicts the red of the pixel (1, 2) of each 4 × 6 picture. */
const redAt = (images: Float32Array, count: number) =>
  Float32Array.from({ length: count }, (_, i) => images[i * 72 + (1 * 6 + 2) * 3]);
const image = { height: 4, width: 6, data: new Uint8Array(72) };
image.data[(1 * 6 + 2) * 3] = 240;

test('only what covers the pixel counts; the mean colour covers', async () => {
  // The mean red is 240 / 24 = 10, so that the prediction falls by 230 under the square at (0, 2).
  const map = await occlusionMap(redAt, image, { patch: 2, stride: 2, batchSize: 4 });
  expect([map.rows, map.cols]).toEqual([2, 3]);
  expect(Array.from(map.data)).toEqual([0, 230, 0, 0, 0, 0]);
});

test('a cell has the mean over the squares that cover it', async () => {
  const map = await occlusionMap(redAt, image, { patch: 2, stride: 1 });
  expect([map.rows, map.cols]).toEqual([4, 6]);
  // The pixel's own cell: every square that covers it. A cell two columns to the left: none.
  expect(map.data[1 * 6 + 2]).toBe(230);
  expect(map.data[1 * 6 + 0]).toBe(0);
  // (0, 2) is covered by the squares at (0, 1) and (0, 2), which cover (1, 2) too; (2, 2) by four, two of them.
  expect(map.data[0 * 6 + 2]).toBe(230);
  expect(map.data[2 * 6 + 2]).toBe(115);
});

test('sides that the stride does not divide, and a picture of one pixel', async () => {
  const odd = { height: 5, width: 7, data: new Uint8Array(105).fill(9) };
  const flat = await occlusionMap((_, n) => new Float32Array(n).fill(3), odd, { patch: 4, stride: 2 });
  expect([flat.rows, flat.cols, ...new Set(flat.data)]).toEqual([3, 4, 0]);
  const one = await occlusionMap((images) => [images[0]], { height: 1, width: 1, data: new Uint8Array(3) });
  expect(one).toEqual({ rows: 1, cols: 1, data: new Float32Array(1) });
});

test('refusals', async () => {
  await expect(occlusionMap(redAt, image, { patch: 3, stride: 2 })).rejects.toThrow('patch 3 is no multiple');
  await expect(occlusionMap(redAt, image, { patch: 0 })).rejects.toThrow('patch is 0');
  await expect(occlusionMap(() => [Number.NaN], image)).rejects.toThrow('predict gave');
  await expect(occlusionMap(redAt, { ...image, width: 5 })).rejects.toThrow('has 60 numbers, got 72');
});
