import { ArgumentError } from '../errors/index.js';

/** Vectors as rows: row i of a `rows` × `cols` matrix is `data[i*cols … (i+1)*cols)`. */
export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float32Array;
}

/**
 * A `rows` × `cols` matrix of zeros, or one over `data`, whose length must be rows·cols.
 * @throws {ArgumentError} for another number of numbers
 */
export function matrix(
  rows: number,
  cols: number,
  data: Float32Array = new Float32Array(rows * cols),
): Matrix {
  if (data.length !== rows * cols) {
    throw new ArgumentError(`a ${rows} × ${cols} matrix needs ${rows * cols} numbers, got ${data.length}`);
  }
  return { rows, cols, data };
}

/** A matrix from vectors of one length. */
export function fromRows(vectors: readonly ArrayLike<number>[]): Matrix {
  const cols = vectors[0]?.length ?? 0;
  const m = matrix(vectors.length, cols);
  vectors.forEach((vector, i) => {
    if (vector.length !== cols) {
      throw new ArgumentError(`vector ${i} has ${vector.length} numbers, the first has ${cols}`);
    }
    m.data.set(vector, i * cols);
  });
  return m;
}

/**
 * Row i, as a view: writing to it writes to the matrix.
 * @example row(matrix(2, 3), 1).length // 3
 */
export function row(m: Matrix, i: number): Float32Array {
  return m.data.subarray(i * m.cols, (i + 1) * m.cols);
}

/** A copy of the given rows, in the given order. */
export function selectRows(m: Matrix, indices: ArrayLike<number>): Matrix {
  const out = matrix(indices.length, m.cols);
  for (let i = 0; i < indices.length; i++) out.data.set(row(m, indices[i]), i * m.cols);
  return out;
}

/** The scalar product of two vectors of one length. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Scales a vector to length 1 in place; a vector of length 0 stays as it is. Returns the length it had. */
export function normalize(vector: Float32Array): number {
  const length = Math.sqrt(dot(vector, vector));
  if (length > 0) for (let i = 0; i < vector.length; i++) vector[i] /= length;
  return length;
}

/** A copy with every row scaled to length 1; rows of length 0 stay 0. */
export function normalizeRows(m: Matrix): Matrix {
  const out = matrix(m.rows, m.cols, m.data.slice());
  for (let i = 0; i < out.rows; i++) normalize(row(out, i));
  return out;
}

/** Lets finite numbers pass. @throws {ArgumentError} that names the first row and column that is NaN or infinite */
export function assertFinite(m: Matrix, what: string): void {
  for (let i = 0; i < m.data.length; i++) {
    if (!Number.isFinite(m.data[i])) {
      throw new ArgumentError(
        `${what}: row ${Math.floor(i / m.cols)}, column ${i % m.cols} is ${m.data[i]}; every number must be finite`,
      );
    }
  }
}
