export { columnNames, csvRows } from './csv-rows.js';
export { openCatalog } from './encoding.js';
export { RecordsError } from './errors.js';
export { jsonRows } from './json-rows.js';
export { parseOptions } from './parse-options.js';
