import type { ClientConfig, PoolClient, PoolConfig, QueryResult } from 'pg';
import type { Connection, DriverSettings } from './connection.js';
import type { Driver, Row, Session } from './driver.js';
import { databaseError, lacksTls } from './failure.js';
import { listening } from './listening.js';
import { parsers } from './values.js';

/**
 * A pool of connections to a server, which is asked once whether it is there.
 * @param most connections at once
 * @throws {DatabaseError} where it cannot be reached or lets nobody in
 */
export async function postgresDriver(connection: Connection, most: number): Promise<Driver> {
  const { default: pg } = await import('pg');
  const shown = String(connection);
  const settings = await guarded(reachedSettings(connection), shown);
  const getTypeParser = (oid: number, format?: 'text' | 'binary') =>
    parsers[oid] ?? pg.types.getTypeParser(oid, format as 'text');
  const pool = new pg.Pool({
    ...settings,
    max: most,
    keepAlive: true,
    allowExitOnIdle: true,
    types: { getTypeParser },
  } as PoolConfig);
  // A connection that breaks while nobody waits for an answer is told by the next statement on it.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return {
    shown,
    acquire: async () => sessionOf(await guarded(pool.connect(), shown), shown),
    listen: (channel, heard) => listening(settings, channel, heard),
    poolSettings: settings,
    close: () => pool.end(),
  };
}

/** Settings with which the server lets in; without TLS where it has none and may be spoken to so. */
async function reachedSettings(connection: Connection): Promise<DriverSettings> {
  const settings = await connection.driverSettings();
  try {
    await reach(settings);
    return settings;
  } catch (thrown) {
    if (!connection.mayBePlain || !settings.ssl || !lacksTls(thrown)) throw thrown;
    const plain = { ...settings, ssl: false } as const;
    await reach(plain);
    return plain;
  }
}

async function reach(settings: DriverSettings): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client(settings as ClientConfig);
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT 1');
  } finally {
    await client.end().catch(() => {});
  }
}

function sessionOf(client: PoolClient, shown: string): Session {
  const results = async (text: string, values?: readonly unknown[]): Promise<QueryResult<Row>[]> =>
    [await guarded(client.query<Row>(text, values && [...values]), shown)].flat();
  return {
    run: async (text, values) => (await results(text, values)).at(-1)?.rows ?? [],
    runAll: async (text) => (await results(text)).flatMap(({ rows }) => rows ?? []),
    release: (isBroken = false) => client.release(isBroken),
  };
}

function guarded<T>(work: Promise<T>, shown: string): Promise<T> {
  return work.catch((thrown) => {
    throw databaseError(thrown, shown);
  });
}
