import { ArgumentError, shown } from '../errors/index.js';
import { type Matrix, normalizeRows, row, selectRows } from '../vectors/index.js';

/** Lets a k pass that results can be counted by. @throws {ArgumentError} unless it is a whole number of at least 1 */
export function checkK(k: number): void {
  if (!Number.isInteger(k) || k < 1) {
    throw new ArgumentError(`k is ${shown(k)}; give a whole number of at least 1`);
  }
}

/** What to do with a row of zeros: refuse it, or index the others. */
export type ZeroRows = 'refuse' | 'leave out';

/** Vectors ready for an engine. */
export interface Collection {
  /** The rows that have a direction, at length 1. */
  readonly unit: Matrix;
  /** The row of the collection that each of them is; null where none was left out. */
  readonly rowOf: Int32Array | null;
  /** Rows of the collection. */
  readonly total: number;
}

/** The vectors of a new index. An empty collection, NaN or a refused row of zeros is an `ArgumentError` that names the row. */
export function collection(vectors: Matrix, zeroRows: ZeroRows = 'refuse'): Collection {
  const { rows: total, cols } = vectors;
  const kept = zeroRows === 'leave out' ? nonZeroRows(vectors) : null;
  if (total === 0 || cols === 0 || kept?.length === 0) {
    throw new ArgumentError(
      `an index needs at least one vector with a direction, got ${total} × ${cols}${total ? ' zeros' : ''}; check that the catalogue has usable rows`,
    );
  }
  const rowOf = kept && kept.length < total ? kept : null;
  return { unit: unitRows(rowOf ? selectRows(vectors, rowOf) : vectors, 'vectors', rowOf), rowOf, total };
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

/** The same rows at length 1: the matrix itself where they have it already, else a copy. Throws for NaN and zeros. */
function unitRows(m: Matrix, what: string, rowOf: Int32Array | null = null): Matrix {
  let unit = true;
  for (let i = 0; i < m.rows; i++) {
    let sum = 0;
    for (let j = i * m.cols; j < (i + 1) * m.cols; j++) sum += m.data[j] * m.data[j];
    if (!(sum > 0 && sum < Number.POSITIVE_INFINITY)) throw badRow(row(m, i), rowOf?.[i] ?? i, what);
    if (Math.abs(sum - 1) > 1e-5) unit = false;
  }
  return unit ? m : normalizeRows(m);
}

function badRow(vector: Float32Array, i: number, what: string): ArgumentError {
  const column = vector.findIndex((x) => !Number.isFinite(x));
  return new ArgumentError(
    column < 0
      ? `${what}: row ${i} is all zeros and has no direction to compare; leave it out`
      : `${what}: row ${i}, column ${column} is ${vector[column]}; every number must be finite`,
  );
}

function nonZeroRows(m: Matrix): Int32Array {
  const kept = new Int32Array(m.rows);
  let n = 0;
  for (let i = 0; i < m.rows; i++) if (row(m, i).some((x) => x !== 0)) kept[n++] = i;
  return kept.slice(0, n);
}
