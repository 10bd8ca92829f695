/** Tables that other programs use too: made, found under their names, and completed. */
export { databaseInUse, embeddedInUse } from './in-use.js';
export { type Naming, namingOf } from './naming.js';
export { type FoundColumn, isThere, type OpenTable, openTable, type TableShape } from './open-table.js';
export { persistently } from './persistently.js';
