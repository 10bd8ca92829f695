import { ArgumentError } from '../errors/index.js';

/** True for the rows that a search may return. */
export type RowFilter = (row: number) => boolean;

/** Which rows a search may return: their numbers, or a test; null or left out for all. */
export type Rows = Int32Array | RowFilter | null;

/** The allowed rows of a collection of `size`, ascending and distinct; null for all. A number outside it is an `ArgumentError`. */
export function resolveRows(rows: Rows | undefined, size: number): Int32Array | null {
  if (rows === null || rows === undefined) return null;
  if (typeof rows === 'function') {
    const kept = new Int32Array(size);
    let n = 0;
    for (let r = 0; r < size; r++) if (rows(r)) kept[n++] = r;
    return kept.subarray(0, n);
  }
  let ascending = true;
  for (let i = 0; i < rows.length; i++) {
    if (rows[i] < 0 || rows[i] >= size) {
      throw new ArgumentError(
        `rows: ${rows[i]} at position ${i} is no row of this index, which has rows 0 to ${size - 1}`,
      );
    }
    if (i > 0 && rows[i] <= rows[i - 1]) ascending = false;
  }
  return ascending ? rows : Int32Array.from(new Set(rows)).sort();
}
