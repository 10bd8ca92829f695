import { Matrix as DenseMatrix, SVD } from 'ml-matrix';
import { expect, test } from 'vitest';
import { type SparseMatrix, sparseMatrix, sparseTimes, sparseTransposedTimes } from '../encode/sparse.js';
import { createRandom, truncatedSvd } from './index.js';

const svdOf = (a: SparseMatrix, rank: number) =>
  truncatedSvd(
    {
      rows: a.rows,
      cols: a.cols,
      times: (x, width) => sparseTimes(a, x, width),
      transposedTimes: (x, width) => sparseTransposedTimes(a, x, width),
    },
    rank,
  );

function randomSparse(rows: number, cols: number): SparseMatrix {
  const random = createRandom(1);
  return sparseMatrix(
    Array.from({ length: rows }, () =>
      Array.from({ length: 8 }, (_, j) => [j * 9 + random.int(9), random.normal() * 0.7 ** j] as const),
    ),
    cols,
  );
}

test('a diagonal matrix gives its entries', () => {
  const { values, left, right } = svdOf(sparseMatrix([[[0, 2]], [[1, 5]], [[2, -3]]], 3), 2);
  expect([...values].map((x) => Math.round(x * 1e9) / 1e9)).toEqual([5, 3]);
  expect([...left.data].map((x) => Math.round(x) + 0)).toEqual([0, 0, 1, 0, 0, 1]);
  expect([...right.data].map((x) => Math.round(x) + 0)).toEqual([0, 0, 1, 0, 0, -1]);
});

test('singular values agree with a dense decomposition', () => {
  const a = randomSparse(120, 80);
  const dense = DenseMatrix.zeros(120, 80);
  for (let i = 0; i < 120; i++) {
    for (let j = a.offsets[i]; j < a.offsets[i + 1]; j++) dense.set(i, a.columns[j], a.values[j]);
  }
  const exact = new SVD(dense).diagonal;
  const { values } = svdOf(a, 70);
  expect(values.length).toBe(70);
  values.forEach((value, i) => {
    expect(value / exact[i]).toBeCloseTo(1, 6);
  });
});

test('the directions that a matrix lacks are left out, and a seed decides the bytes', () => {
  const twice = sparseMatrix([[[0, 1]], [[0, 1]], [[1, 1]], []], 5);
  const svd = svdOf(twice, 4);
  expect([...svd.values].map((x) => Math.round(x * x * 1e9) / 1e9)).toEqual([2, 1]);
  expect(svdOf(twice, 4)).toEqual(svd);
  expect(svdOf(sparseMatrix([[], []], 3), 2).values.length).toBe(0);
});
