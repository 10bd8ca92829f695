import { Matrix as DenseMatrix, EigenvalueDecomposition } from 'ml-matrix';
import { type Matrix, matrix } from './matrix.js';
import { createRandom } from './random.js';

/** A matrix that is known by what it does to others. Operands and results are row-major with `width` columns. */
export interface LinearMap {
  readonly rows: number;
  readonly cols: number;
  /** A·X for a `cols` × `width` X. */
  times(x: Float64Array, width: number): Float64Array;
  /** Aᵀ·X for a `rows` × `width` X. */
  transposedTimes(x: Float64Array, width: number): Float64Array;
}

export interface TruncatedSvd {
  /** Singular values, largest first; directions below 1e-6 of the largest are left out. */
  readonly values: Float64Array;
  /** U, rows × values.length, orthonormal columns. */
  readonly left: Matrix;
  /** V, cols × values.length, orthonormal columns. */
  readonly right: Matrix;
}

/**
 * The `rank` largest singular values of A and their vectors, by randomised subspace iteration.
 * The sign of each pair is fixed by making the entry of U that is largest in size positive.
 * The same seed gives the same bytes. Beside its results it holds about 4 · rows · rank doubles.
 *
 * Halko, Martinsson and Tropp, "Finding structure with randomness", SIAM Review 53 (2011), algorithm 4.4,
 * with the iteration kept on the side of the rows.
 */
export function truncatedSvd(
  a: LinearMap,
  rank: number,
  { seed = 42, oversampling = 10, iterations = 2 }: SvdOptions = {},
): TruncatedSvd {
  const width = Math.min(rank + oversampling, a.rows, a.cols);
  if (width === 0) return { values: new Float64Array(), left: matrix(a.rows, 0), right: matrix(a.cols, 0) };
  const random = createRandom(seed);
  let basis: Float64Array = new Float64Array(a.rows * width);
  for (let i = 0; i < basis.length; i++) basis[i] = random.normal();
  for (let i = 1; i <= iterations; i++) {
    basis = orthonormalColumns(timesGram(a, basis, width), a.rows, width, i === iterations ? 2 : 1);
  }
  const projected = transposedProduct(basis, timesGram(a, basis, width), a.rows, width);
  const eigen = new EigenvalueDecomposition(DenseMatrix.from1DArray(width, width, projected), {
    assumeSymmetric: true,
  });
  const largest = Math.max(0, ...eigen.realEigenvalues);
  const kept = Array.from({ length: width }, (_, i) => width - 1 - i)
    .slice(0, rank)
    .filter((i) => eigen.realEigenvalues[i] > largest * 1e-12);
  const k = kept.length;
  const values = Float64Array.from(kept, (i) => Math.sqrt(eigen.realEigenvalues[i]));
  const rotation = new Float64Array(width * k);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < k; j++) rotation[i * k + j] = eigen.eigenvectorMatrix.get(i, kept[j]);
  }
  const left = product(basis, rotation, a.rows, width, k);
  fixSigns(left, k);
  return { values, left: matrix(a.rows, k, new Float32Array(left)), right: rightVectors(a, left, values) };
}

export interface SvdOptions {
  readonly seed?: number;
  /** Directions beyond the rank that are followed for accuracy. */
  readonly oversampling?: number;
  readonly iterations?: number;
}

const panelWidth = 64;

/** Panels of 64 columns bound the memory that the side of the columns, often the longer one, takes. */
function* panels(x: Float64Array, rows: number, width: number): Generator<[Float64Array, number, number]> {
  for (let start = 0; start < width; start += panelWidth) {
    const size = Math.min(panelWidth, width - start);
    const panel = new Float64Array(rows * size);
    for (let i = 0; i < rows; i++) {
      panel.set(x.subarray(i * width + start, i * width + start + size), i * size);
    }
    yield [panel, start, size];
  }
}

/** A·Aᵀ·X for a rows × width X. */
function timesGram(a: LinearMap, x: Float64Array, width: number): Float64Array {
  const out = new Float64Array(a.rows * width);
  for (const [panel, start, size] of panels(x, a.rows, width)) {
    const image = a.times(a.transposedTimes(panel, size), size);
    for (let i = 0; i < a.rows; i++) out.set(image.subarray(i * size, (i + 1) * size), i * width + start);
  }
  return out;
}

/** V = Aᵀ·U·Σ⁻¹. */
function rightVectors(a: LinearMap, left: Float64Array, values: Float64Array): Matrix {
  const out = matrix(a.cols, values.length);
  for (const [panel, start, size] of panels(left, a.rows, values.length)) {
    const image = a.transposedTimes(panel, size);
    for (let i = 0; i < a.cols; i++) {
      const at = i * values.length + start;
      for (let j = 0; j < size; j++) out.data[at + j] = image[i * size + j] / values[start + j];
    }
  }
  return out;
}

function fixSigns(left: Float64Array, k: number) {
  for (let j = 0; j < k; j++) {
    let extreme = 0;
    for (let i = j; i < left.length; i += k) if (Math.abs(left[i]) > Math.abs(extreme)) extreme = left[i];
    if (extreme < 0) for (let i = j; i < left.length; i += k) left[i] = -left[i];
  }
}

/** Classical Gram–Schmidt; two passes give orthogonality to machine precision (Giraud, Langou, Rozložník 2005). Dependent columns become 0. */
function orthonormalColumns(x: Float64Array, rows: number, width: number, passes: number): Float64Array {
  const columns = Array.from({ length: width }, () => new Float64Array(rows));
  columns.forEach((column, j) => {
    for (let i = 0; i < rows; i++) column[i] = x[i * width + j];
  });
  columns.forEach((column, j) => {
    const before = norm(column);
    for (let pass = 0; pass < passes; pass++) removeProjections(column, columns, j);
    const after = norm(column);
    const scale = after > before * 1e-10 ? 1 / after : 0;
    for (let i = 0; i < rows; i++) column[i] *= scale;
  });
  const out = new Float64Array(rows * width);
  columns.forEach((column, j) => {
    for (let i = 0; i < rows; i++) out[i * width + j] = column[i];
  });
  return out;
}

/** Takes the directions of the first `count` columns out of y, four at a time so that y is read a quarter as often. */
function removeProjections(y: Float64Array, columns: readonly Float64Array[], count: number) {
  const n = y.length;
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    const [a, b, c, d] = columns.slice(j, j + 4);
    let ya = 0;
    let yb = 0;
    let yc = 0;
    let yd = 0;
    for (let i = 0; i < n; i++) {
      const v = y[i];
      ya += a[i] * v;
      yb += b[i] * v;
      yc += c[i] * v;
      yd += d[i] * v;
    }
    for (let i = 0; i < n; i++) y[i] -= ya * a[i] + yb * b[i] + yc * c[i] + yd * d[i];
  }
  for (; j < count; j++) {
    const a = columns[j];
    let ya = 0;
    for (let i = 0; i < n; i++) ya += a[i] * y[i];
    for (let i = 0; i < n; i++) y[i] -= ya * a[i];
  }
}

function norm(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * x[i];
  return Math.sqrt(sum);
}

/** XᵀY, row-major width × width, for X and Y of rows × width. */
function transposedProduct(x: Float64Array, y: Float64Array, rows: number, width: number): Float64Array {
  const out = new Float64Array(width * width);
  for (let r = 0; r < rows; r++) {
    const start = r * width;
    for (let i = 0; i < width; i++) {
      const scale = x[start + i];
      const at = i * width;
      for (let j = 0; j < width; j++) out[at + j] += scale * y[start + j];
    }
  }
  return out;
}

/** X·Y, row-major rows × k, for X of rows × width and Y of width × k. */
function product(x: Float64Array, y: Float64Array, rows: number, width: number, k: number): Float64Array {
  const out = new Float64Array(rows * k);
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < width; i++) {
      const scale = x[r * width + i];
      for (let j = 0; j < k; j++) out[r * k + j] += scale * y[i * k + j];
    }
  }
  return out;
}
