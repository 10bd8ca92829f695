import { z } from 'zod';
import { parseOptions } from '../records/index.js';
import { projectPath } from '../store/index.js';
import { type Connection, parseConnection } from './connection.js';
import { type Database, DriverDatabase } from './database.js';
import { embeddedDriver } from './embedded.js';
import { postgresDriver } from './postgres.js';

export interface OpenDatabaseOptions {
  /** Connections at once. Default 4. */
  readonly connections?: number;
}

const optionsSchema = z.strictObject({ connections: z.int().min(1).default(4) });

const embedded = /^pglite:(.+)$/i;

/**
 * Opens a PostgreSQL database; it is asked once whether it is there.
 * @param connection of `parseConnection`, or a string that it reads, or `pglite:FOLDER` for `openEmbedded`; '' is DATABASE_URL of the environment or `.env`
 * @throws {ArgumentError} for a string that is none
 * @throws {DatabaseError} where it cannot be reached or lets nobody in
 * @example
 * const shop = await openDatabase('postgres://me:secret@db.example/shop');
 * await shop.query('SELECT sku, name FROM products WHERE price < $1', [20]); // [{ sku: 'a', name: 'Mug' }]
 * await shop.close();
 */
export async function openDatabase(
  connection: string | Connection = '',
  options: OpenDatabaseOptions = {},
): Promise<Database> {
  const { connections } = parseOptions('openDatabase', optionsSchema, options);
  const folder = typeof connection === 'string' ? embedded.exec(connection.trim())?.[1] : undefined;
  if (folder !== undefined) return openEmbedded(folder);
  const parsed = typeof connection === 'string' ? parseConnection(connection) : connection;
  return new DriverDatabase(await postgresDriver(parsed, connections));
}

/**
 * Opens the PostgreSQL database in a folder, made where there is none, inside this process (PGlite). It is for one
 * process at a time, takes 350 to 850 MB of memory, and does not survive a power cut for certain; for more, use a server.
 * @param folder relative to the project's root
 * @throws {StoreError} naming the process that has it open
 * @throws {UserError} for a folder that holds something else
 * @example const shop = await openEmbedded('data/shop.db');
 */
export async function openEmbedded(folder: string): Promise<Database> {
  return new DriverDatabase(await embeddedDriver(projectPath(folder)));
}
