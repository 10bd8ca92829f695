import { expect, test } from 'vitest';
import { sparseMatrix, sparseTimes, sparseTransposedTimes } from './sparse.js';

test('sparse products by hand', () => {
  const a = sparseMatrix(
    [
      [
        [0, 1],
        [2, 2],
      ],
      [],
      [[1, 3]],
    ],
    3,
  );
  expect([...sparseTimes(a, Float64Array.of(1, 2, 3, 4, 5, 6), 2)]).toEqual([11, 14, 0, 0, 9, 12]);
  expect([...sparseTransposedTimes(a, Float64Array.of(1, 2, 3), 1)]).toEqual([1, 9, 2]);
});
