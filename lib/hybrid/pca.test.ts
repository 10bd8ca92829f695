import { EVD, Matrix as MlMatrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { createRandom, dot, fromRows, type Matrix, row } from '../vectors/index.js';
import { fitPca } from './index.js';

test('four points on a tilted cross, by hand', () => {
  // centre (1, 1); ±(2, 2) along the diagonal, ±(1, −1) across it
  const m = fromRows([
    [3, 3],
    [-1, -1],
    [2, 0],
    [0, 2],
  ]);
  const pca = fitPca(m, 2);
  const { mean, components, variance, explained } = pca;
  expect(mean).toEqual([1, 1]);
  expect(components[0].map(Math.abs)).toEqual([
    expect.closeTo(Math.SQRT1_2, 9),
    expect.closeTo(Math.SQRT1_2, 9),
  ]);
  expect(components[0][0] * components[0][1]).toBeCloseTo(0.5, 9);
  expect(components[1][0] * components[1][1]).toBeCloseTo(-0.5, 9);
  expect(variance).toEqual([expect.closeTo(16 / 3, 9), expect.closeTo(4 / 3, 9)]);
  expect(explained).toEqual([expect.closeTo(0.8, 9), expect.closeTo(0.2, 9)]);
  expect(Math.abs(fitPca(m, 1).transform(m).data[0])).toBeCloseTo(2 * Math.SQRT2, 6);
});

/** n rows whose variance falls from column to column. */
function decaying(n: number, cols: number): Matrix {
  const random = createRandom(5);
  return fromRows(
    Array.from({ length: n }, () =>
      Array.from({ length: cols }, (_, j) => (random.normal() * 10) / (1 + j) + 3),
    ),
  );
}

describe('60 columns to 8, where the subspace is searched for', () => {
  const m = decaying(200, 60);
  const pca = fitPca(m, 8);

  test('axes are orthonormal', () => {
    const axes = pca.components.map((axis) => Float32Array.from(axis));
    axes.forEach((a, i) => {
      axes.forEach((b, j) => {
        expect(dot(a, b)).toBeCloseTo(i === j ? 1 : 0, 6);
      });
    });
  });

  test('variances are the eigenvalues of the covariance matrix', () => {
    const centered = MlMatrix.from1DArray(m.rows, m.cols, Array.from(m.data)).center('column');
    const covariance = centered
      .transpose()
      .mmul(centered)
      .div(m.rows - 1);
    const eigenvalues = new EVD(covariance, { assumeSymmetric: true }).realEigenvalues.sort((a, b) => b - a);
    pca.variance.forEach((variance, i) => {
      expect(variance / eigenvalues[i]).toBeCloseTo(1, 6);
    });
    const total = eigenvalues.reduce((sum, x) => sum + x, 0);
    expect(pca.explained[0]).toBeCloseTo(eigenvalues[0] / total, 6);
  });

  test('the same seed gives the same projection', () => {
    const again = fitPca(m, 8);
    expect(again.components).toEqual(pca.components);
    expect(again.transform(m)).toEqual(pca.transform(m));
  });
});

test('all axes together keep every distance', () => {
  const m = decaying(20, 5);
  const reduced = fitPca(m, 5).transform(m);
  const distance = (of: Matrix, a: number, b: number) =>
    Math.hypot(...row(of, a).map((x, j) => x - row(of, b)[j]));
  for (let i = 1; i < m.rows; i++) expect(distance(reduced, 0, i)).toBeCloseTo(distance(m, 0, i), 4);
});

test('a sample of rows gives nearly the same axes', () => {
  const m = decaying(2000, 6);
  const whole = fitPca(m, 1).components[0];
  const sampled = fitPca(m, 1, { sample: 500 }).components[0];
  expect(dot(Float32Array.from(whole), Float32Array.from(sampled))).toBeGreaterThan(0.99);
});

test('fewer independent rows than the search carries along', () => {
  const m = decaying(5, 100);
  const { explained } = fitPca(m, 4);
  expect(explained.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 9);
});

test('rows that are all the same have no variance', () => {
  const m = fromRows(Array.from({ length: 30 }, () => new Float32Array(50).fill(0.1)));
  const pca = fitPca(m, 3);
  expect(pca.explained).toEqual([0, 0, 0]);
  expect([...pca.transform(m).data].every((x) => Math.abs(x) < 1e-12)).toBe(true);
});

test('what does not fit is refused', () => {
  const m = decaying(4, 10);
  expect(() => fitPca(m, 4)).toThrow('PCA to 4 dimensions: 4 rows of 10 columns allow 1 to 3');
  expect(() => fitPca(m, 0)).toThrow('PCA to 0 dimensions');
  expect(() =>
    fitPca(
      fromRows([
        [1, Number.NaN],
        [1, 2],
      ]),
      1,
    ),
  ).toThrow('row 0, column 1 is NaN');
  expect(() => fitPca(m, 2).transform(fromRows([[1, 2]]))).toThrow(
    'the PCA was fitted on 10 columns, the vectors have 2',
  );
});
