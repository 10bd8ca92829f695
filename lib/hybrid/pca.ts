import { ArgumentError, shown } from '../errors/index.js';
import { assertFinite, createRandom, type Matrix, matrix } from '../vectors/index.js';
import { type Centered, leadingAxes } from './leading-axes.js';

/** A projection to the directions of greatest variance. */
export interface Pca {
  /** Mean of each column that it takes, taken off before the projection. */
  readonly mean: readonly number[];
  /** One principal axis a row, of length 1, by variance, descending. */
  readonly components: readonly (readonly number[])[];
  /** Variance along each axis, divided by n − 1. */
  readonly variance: readonly number[];
  /** Share of the total variance along each axis, in [0, 1], descending. */
  readonly explained: readonly number[];
  /**
   * The rows less the mean, projected: n × axes.
   * @throws {ArgumentError} when the matrix has another number of columns
   */
  transform(m: Matrix): Matrix;
}

/**
 * Principal component analysis by randomised subspace iteration with a Rayleigh–Ritz step (Halko, Martinsson and
 * Tropp, SIAM Review 53(2), 2011): exact up to rounding when `dim` + 10 reaches the number of rows or columns, else
 * as close as the gaps in the spectrum allow. The sign of each axis is such that its largest entry is positive.
 * @param m n × d, n ≥ 2, finite
 * @param dim axes to keep, at most min(n − 1, d)
 * @param options.sample rows that are fitted on at most, drawn at random. Default 5,000.
 * @param options.seed decides which rows are drawn. Default 42.
 * @throws {ArgumentError} on a dim out of range, or numbers that are not finite
 * @example
 * const pca = fitPca(images, 128);
 * const small = pca.transform(images); // n × 128
 */
export function fitPca(
  m: Matrix,
  dim: number,
  options: { readonly seed?: number; readonly sample?: number } = {},
): Pca {
  const { seed = 42, sample = 5_000 } = options;
  assertFinite(m, 'vectors to reduce');
  const random = createRandom(seed);
  const all = Array.from({ length: m.rows }, (_, i) => i);
  const rows = m.rows <= sample ? all : random.shuffle(all).slice(0, sample);
  const most = Math.min(rows.length - 1, m.cols);
  if (!Number.isInteger(dim) || dim < 1 || dim > most) {
    throw new ArgumentError(
      `PCA to ${shown(dim)} dimensions: ${rows.length} rows of ${m.cols} columns allow 1 to ${most}`,
    );
  }
  const { mean, centered } = center(m, rows);
  const { axes, sums } = leadingAxes(centered, dim, random);
  const total = centered.data.reduce((sum, x) => sum + x * x, 0);
  const rounding = rows.length * Number.EPSILON * mean.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const constant = total <= centered.data.length * rounding ** 2;
  return {
    mean: [...mean],
    components: axes,
    variance: sums.map((sum) => sum / (rows.length - 1)),
    explained: sums.map((sum) => (constant ? 0 : sum / total)),
    transform: (m) => project(m, mean, axes),
  };
}

function project(m: Matrix, mean: Float64Array, axes: readonly (readonly number[])[]): Matrix {
  if (m.cols !== mean.length) {
    throw new ArgumentError(
      `the PCA was fitted on ${mean.length} columns, the vectors have ${m.cols}; use the one fitted to theirs`,
    );
  }
  const out = matrix(m.rows, axes.length);
  const centered = new Float64Array(m.cols);
  for (let i = 0; i < m.rows; i++) {
    for (let j = 0; j < m.cols; j++) centered[j] = m.data[i * m.cols + j] - mean[j];
    axes.forEach((axis, c) => {
      let sum = 0;
      for (let j = 0; j < m.cols; j++) sum += centered[j] * axis[j];
      out.data[i * axes.length + c] = sum;
    });
  }
  return out;
}

function center(m: Matrix, rows: readonly number[]): { mean: Float64Array; centered: Centered } {
  const { cols } = m;
  const mean = new Float64Array(cols);
  for (const i of rows) for (let j = 0; j < cols; j++) mean[j] += m.data[i * cols + j];
  for (let j = 0; j < cols; j++) mean[j] /= rows.length;
  const data = new Float64Array(rows.length * cols);
  rows.forEach((i, at) => {
    for (let j = 0; j < cols; j++) data[at * cols + j] = m.data[i * cols + j] - mean[j];
  });
  return { mean, centered: { rows: rows.length, cols, data } };
}
