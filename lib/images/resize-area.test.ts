import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { resizeArea } from './resize-area.js';
import { resizeBilinear } from './resize-bilinear.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('by hand: four pixels to two, two to one row of three', () => {
  const four = { height: 1, width: 4, data: Uint8Array.of(0, 0, 9, 10, 2, 9, 20, 4, 9, 40, 6, 9) };
  expect(Array.from(resizeArea(four, 1, 2))).toEqual([5, 1, 9, 30, 5, 9]);
  const two = { height: 1, width: 2, data: Uint8Array.of(0, 0, 0, 30, 60, 90) };
  expect(Array.from(resizeArea(two, 1, 4))).toEqual([0, 0, 0, 7.5, 15, 22.5, 22.5, 45, 67.5, 30, 60, 90]);
});

test('a picture of the size asked for stays as it is, and one of a single colour keeps it', () => {
  const side = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(side, side, side, side, fc.nat(255), (h, w, toH, toW, value) => {
      const data = new Uint8Array(h * w * 3).fill(value);
      for (const got of resizeArea({ height: h, width: w, data }, toH, toW))
        expect(got).toBeCloseTo(value, 3);
      data.forEach((_, i) => {
        data[i] = (i * 91) % 256;
      });
      expect(Array.from(resizeArea({ height: h, width: w, data }, h, w))).toEqual([...data]);
    }),
    { numRuns: 40 },
  );
});

test('the numbers of the line that a page writes with TensorFlow.js', () => {
  const side = fc.integer({ min: 1, max: 50 });
  const small = fc.integer({ min: 1, max: 16 });
  fc.assert(
    fc.property(side, side, small, small, fc.infiniteStream(fc.nat(255)), (h, w, toH, toW, stream) => {
      const data = Uint8Array.from({ length: h * w * 3 }, () => stream.next().value);
      const k = Math.max(1, Math.ceil(Math.max(h / toH, w / toW)));
      const expected = tf.tidy(() =>
        tf
          .tensor3d(Int32Array.from(data), [h, w, 3], 'int32')
          .resizeBilinear([k * toH, k * toW], false, true)
          .avgPool(k, k, 'valid')
          .dataSync(),
      );
      const got = resizeArea({ height: h, width: w, data }, toH, toW);
      expect(got).toHaveLength(expected.length);
      let furthest = 0;
      for (let i = 0; i < got.length; i++) furthest = Math.max(furthest, Math.abs(got[i] - expected[i]));
      expect(furthest).toBeLessThan(5e-3);
    }),
    { numRuns: 60 },
  );
});

test('a pattern finer than the new pixels becomes its mean, which bilinear alone passes over', () => {
  const data = Uint8Array.from({ length: 96 * 96 * 3 }, (_, i) => (Math.floor(i / 3) % 3 === 0 ? 255 : 0));
  const lines = { height: 96, width: 96, data };
  expect(new Set(resizeBilinear(lines, 32, 32))).toEqual(new Set([255]));
  for (const value of resizeArea(lines, 32, 32)) expect(value).toBeCloseTo(85, 3);
});

test('refusals', () => {
  const pixel = { height: 1, width: 1, data: Uint8Array.of(1, 2, 3) };
  expect(() => resizeArea(pixel, 0, 4)).toThrow('cannot be resized to 0 pixels');
  expect(() => resizeArea({ ...pixel, width: 2 }, 1, 1)).toThrow('has 6 numbers, got 3');
});
