import { setting } from '../../http/index.js';
import { type Connection, parseConnection } from '../connection.js';

/** Where the embedded database is when no server is named. */
export const embeddedInUse = 'pglite:data/vitrine.db';

/**
 * The database that is meant: the one that is given, else DATABASE_URL of the environment or `.env`, else the embedded
 * one in `data/`, which one process at a time can use. What comes back may be shown: it keeps its password to itself.
 * @throws {ArgumentError} for a connection string that is none
 */
export function databaseInUse(given = ''): string | Connection {
  const text = given.trim() || setting('DATABASE_URL') || embeddedInUse;
  return /^pglite:/i.test(text) ? text : parseConnection(text);
}
