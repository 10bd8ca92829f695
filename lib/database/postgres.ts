import type { Pool, PoolClient, PoolConfig, QueryResult } from 'pg';
import type { Connection } from './connection.js';
import type { Driver, Row, Session } from './driver.js';
import { databaseError, lacksTls } from './failure.js';
import { parsers } from './values.js';

/** A pool of connections to a server. @param most connections at once */
export async function postgresDriver(connection: Connection, most: number): Promise<Driver> {
  const { default: pg } = await import('pg');
  const shown = String(connection);
  const settings = await connection.driverSettings();
  const poolOf = (ssl: typeof settings.ssl): Pool => {
    const getTypeParser = (oid: number, format?: 'text' | 'binary') =>
      parsers[oid] ?? pg.types.getTypeParser(oid, format as 'text');
    const pool = new pg.Pool({
      ...settings,
      ssl,
      max: most,
      keepAlive: true,
      allowExitOnIdle: true,
      types: { getTypeParser },
    } as PoolConfig);
    // A connection that breaks while nobody waits for an answer is told by the next statement on it.
    pool.on('error', () => {});
    pool.on('connect', (client) => client.on('error', () => {}));
    return pool;
  };
  let pool = poolOf(settings.ssl);
  const connected = async (): Promise<PoolClient> => {
    try {
      return await pool.connect();
    } catch (thrown) {
      if (!connection.mayBePlain || !settings.ssl || !lacksTls(thrown)) throw thrown;
      pool = poolOf(false);
      return await pool.connect();
    }
  };
  return {
    shown,
    acquire: async () => sessionOf(await guarded(connected(), shown), shown),
    close: () => pool.end(),
  };
}

function sessionOf(client: PoolClient, shown: string): Session {
  return {
    async run(text, values) {
      const result: QueryResult<Row> | QueryResult<Row>[] = await guarded(
        client.query<Row>(text, values && [...values]),
        shown,
      );
      return (Array.isArray(result) ? result.at(-1) : result)?.rows ?? [];
    },
    release: (isBroken = false) => client.release(isBroken),
  };
}

function guarded<T>(work: Promise<T>, shown: string): Promise<T> {
  return work.catch((thrown) => {
    throw databaseError(thrown, shown);
  });
}
