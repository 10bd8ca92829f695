/**
 * Matrices, random numbers with a seed, sparse matrices, SVD.
 * @module vitrine/vectors
 * @example
 * ```ts
 * import { dot, fromRows, normalizeRows, row } from 'vitrine/vectors';
 *
 * const m = normalizeRows(fromRows([[3, 4], [4, 3]]));
 * console.log(dot(row(m, 0), row(m, 1))); // 0.96, their cosine
 * ```
 */

export {
  assertFinite,
  dot,
  fromRows,
  type Matrix,
  matrix,
  normalize,
  normalizeRows,
  row,
  selectRows,
} from './matrix.js';

export { createRandom, type Random, randomStream } from './random.js';
export { truncatedSvd } from './svd.js';
