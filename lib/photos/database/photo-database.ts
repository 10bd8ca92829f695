import { isConnectionString } from '../../database/index.js';
import { databaseInUse, namingOf } from '../../database/tables/index.js';
import type { PhotoDatabase } from '../data/photo.js';
import { tableNames } from './tables.js';

/** `DATA` that means the database in use: the job's own, or DATABASE_URL. */
export const databaseWord = 'database';

/** Whether DATA names a database, and neither a folder nor a file. */
export function isPhotoDatabase(data: string): boolean {
  return data === databaseWord || /^pglite:/i.test(data) || isConnectionString(data);
}

/**
 * The database that DATA names.
 * @param connection what the word 'database' means; '' is DATABASE_URL, else the embedded one
 * @param tables names of tables and columns; '' is DATABASE_TABLES
 * @throws {ArgumentError}
 */
export function photoDatabase(data: string, connection: string, tables: string): PhotoDatabase {
  return {
    place: databaseInUse(data === databaseWord ? connection : data),
    naming: namingOf(tables, tableNames),
  };
}
