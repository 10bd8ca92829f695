export { delimitedCells } from './cells.js';
export { columnNames, type Header, namedRows } from './named-rows.js';
export { recoded } from './recoded.js';
export { delimitedRows } from './rows.js';
export { requireCommas, scannerFor, separatorOf, separators, toldSeparator } from './separators.js';
