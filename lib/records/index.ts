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
