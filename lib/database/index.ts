export { type Connection, parseConnection } from './connection.js';
export type { Database, Queries } from './database.js';
export { DatabaseError } from './failure.js';
export { quotedName } from './names.js';
export { openDatabase, openEmbedded } from './open.js';
export { isConnectionString } from './pairs.js';
