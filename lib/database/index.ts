/**
 * PostgreSQL, on a server or embedded: connection strings, queries, streams, transactions.
 * @module vitrine/database
 * @example
 * ```ts
 * import { openDatabase } from 'vitrine/database';
 *
 * const shop = await openDatabase('postgres://me:secret@db.example/shop');
 * console.log(await shop.query('SELECT sku, name FROM products WHERE price < $1', [20]));
 * await shop.close();
 * ```
 */

export { parseConnection } from './connection.js';
export type { Database, Queries } from './database.js';
export { DatabaseError } from './failure.js';
export { quotedName } from './names.js';
export { openDatabase, openEmbedded } from './open.js';
export { isConnectionString } from './pairs.js';
