export { columnNames, csvRows } from './csv-rows.js';
export { openCatalog } from './encoding.js';
export { RecordsError } from './errors.js';
export { jsonRows } from './json-rows.js';
export { parseOptions } from './parse-options.js';
export { parseParameters } from './parse-parameters.js';
export {
  type ResultTable,
  resultTable,
  type TableFormat,
  type TableRow,
  tableFormats,
} from './result-table.js';
