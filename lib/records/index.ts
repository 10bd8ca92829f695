/**
 * Rows of CSV, JSON, feeds, sheets and Parquet, checked; tables of results as text.
 * @module vitrine/records
 * @example
 * ```ts
 * import { readRows } from 'vitrine/records';
 *
 * for await (const { row, fields, problem } of readRows('posts.csv')) console.log(row, fields ?? problem);
 * ```
 */

export { csvCell } from './csv-cell.js';
export { textLines } from './lines.js';
export { parseOptions } from './parse-options.js';
export { parseParameters } from './parse-parameters.js';
export {
  type RecordFormat,
  readBatches,
  readCells,
  readRows,
  recordFormat,
} from './read-rows.js';
export type { Rejected } from './rejected.js';
export {
  type ResultTable,
  resultTable,
  type TableFormat,
  tableFormats,
} from './result-table.js';
export type { FileRow } from './rows.js';
