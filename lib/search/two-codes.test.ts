import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom, dot, type Matrix, matrix, normalizeRows, row } from '../vectors/index.js';
import { encodeQuery, encodeRows, fineness } from './two-codes.js';

/** Unit vectors with a few large numbers among small ones, which codes keep badly. */
function spiky(rows: number, cols: number, seed: number): Matrix {
  const random = createRandom(seed);
  const m = matrix(rows, cols);
  for (let i = 0; i < m.data.length; i++) m.data[i] = random.normal() ** 3;
  return normalizeRows(m);
}

test('scores by codes are as near to cosines as is said, at any length', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 130 }), fc.integer(), (dim, seed) => {
      const vectors = spiky(20, dim, seed);
      const stride = dim + 3;
      const codes = new Int8Array(20 * 2 * stride);
      const scales = new Float32Array(20);
      const errors = encodeRows(vectors, codes, stride, scales);
      const query = row(spiky(1, dim, seed + 1), 0);
      const queryCode = new Int16Array(dim);
      const { scale, error } = encodeQuery(query, queryCode);
      for (let i = 0; i < 20; i++) {
        const sum = (from: number) =>
          queryCode.reduce((total, value, j) => total + value * codes[from + j], 0) * scale * scales[i];
        const coarse = sum(2 * i * stride);
        const both = coarse + sum((2 * i + 1) * stride) / fineness;
        const cosine = dot(query, row(vectors, i));
        expect(Math.abs(coarse - both)).toBeLessThanOrEqual(errors.coarse * (1 + error));
        expect(Math.abs(both - cosine)).toBeLessThanOrEqual(errors.fine + error * (1 + errors.fine) + 1e-7);
      }
      expect(errors.coarse).toBeLessThan(0.1);
      expect(errors.fine).toBeLessThan(0.0004);
    }),
    { numRuns: 50 },
  );
});
