import { ArgumentError, shown } from '../errors/index.js';
import { type Matrix, matrix, normalize, row } from '../vectors/index.js';

/** Throws an `ArgumentError` unless k is a whole number of at least 1. */
export function checkK(k: number): void {
  if (!Number.isInteger(k) || k < 1) {
    throw new ArgumentError(`k is ${shown(k)}; give a whole number of at least 1`);
  }
}

/** Throws an `ArgumentError` unless every row is a direction: finite numbers, not all zero. Returns whether all have length 1. */
function checkDirections(m: Matrix, what: string): boolean {
  let unit = true;
  for (let i = 0; i < m.rows; i++) {
    let sum = 0;
    for (let j = i * m.cols; j < (i + 1) * m.cols; j++) sum += m.data[j] * m.data[j];
    if (!(sum > 0 && sum < Number.POSITIVE_INFINITY)) throw badRow(m, i, what);
    if (Math.abs(sum - 1) > 1e-5) unit = false;
  }
  return unit;
}

function badRow(m: Matrix, i: number, what: string): ArgumentError {
  const column = row(m, i).findIndex((x) => !Number.isFinite(x));
  return column < 0
    ? new ArgumentError(`${what}: row ${i} is all zeros and has no direction to compare; leave it out`)
    : new ArgumentError(
        `${what}: row ${i}, column ${column} is ${m.data[i * m.cols + column]}; every number must be finite`,
      );
}

/** The same rows at length 1: the matrix itself where they have it already, else a copy. */
export function unitRows(m: Matrix, what: string): Matrix {
  if (checkDirections(m, what)) return m;
  const out = matrix(m.rows, m.cols, m.data.slice());
  for (let i = 0; i < out.rows; i++) normalize(row(out, i));
  return out;
}

/** The vectors of a new index, at length 1. An empty collection, NaN or a zero row is an `ArgumentError` that names the row. */
export function collection(vectors: Matrix): Matrix {
  if (vectors.rows === 0 || vectors.cols === 0) {
    throw new ArgumentError(
      `an index needs at least one vector, got ${vectors.rows} × ${vectors.cols}; check that the catalogue has usable rows`,
    );
  }
  return unitRows(vectors, 'vectors');
}

/** Queries at length 1, checked against the index's vector length. */
export function checkQueries(queries: Matrix, dim: number): Matrix {
  if (queries.cols !== dim) {
    throw new ArgumentError(
      `a query has ${queries.cols} numbers, the index has vectors of ${dim}; encode queries with the encoder that made the index`,
    );
  }
  return unitRows(queries, 'queries');
}
