import type { PGlite } from '@electric-sql/pglite';
import { messageOf, UserError } from '../errors/index.js';
import { makeFolder } from '../store/index.js';
import { claimFolder } from '../store/leases/index.js';
import type { Driver, Row, Session } from './driver.js';
import { databaseError } from './failure.js';
import { parsers } from './values.js';

/** Databases that are open in this process, by their folders. */
const open = new Map<string, { readonly driver: Promise<Driver>; users: number }>();

/** A database in this process, kept in a folder that no other process may use meanwhile; in this one it is shared. */
export async function embeddedDriver(folder: string): Promise<Driver> {
  const shared = open.get(folder) ?? { driver: newDriver(folder), users: 0 };
  open.set(folder, shared);
  shared.users++;
  const leave = async () => {
    shared.users--;
    if (shared.users > 0) return;
    open.delete(folder);
    await (await shared.driver).close();
  };
  try {
    return { ...(await shared.driver), close: leave };
  } catch (error) {
    open.delete(folder);
    throw error;
  }
}

async function newDriver(folder: string): Promise<Driver> {
  const giveBack = await claimFolder(folder);
  let database: PGlite;
  try {
    await makeFolder(folder);
    const { PGlite } = await import('@electric-sql/pglite');
    database = await PGlite.create({ dataDir: folder, parsers: { ...parsers } });
  } catch (cause) {
    await giveBack();
    if (cause instanceof UserError) throw cause;
    throw new UserError(
      `${folder} cannot be opened as a database: ${messageOf(cause)}; move it away, and a new one is made`,
      { cause },
    );
  }
  // It has one session, which callers get one after the other.
  let last: Promise<void> = Promise.resolve();
  const acquire = async (): Promise<Session> => {
    const before = last;
    let release = () => {};
    last = new Promise((done) => {
      release = done;
    });
    await before;
    return sessionOf(database, folder, release);
  };
  return {
    shown: folder,
    acquire,
    poolSettings: null,
    close: async () => {
      await last;
      if (!database.closed) await database.close();
      await giveBack();
    },
  };
}

function sessionOf(database: PGlite, shown: string, release: () => void): Session {
  const told = <T>(work: Promise<T>): Promise<T> =>
    work.catch((thrown) => {
      throw databaseError(thrown, shown);
    });
  return {
    async run(text, values) {
      if (values) return (await told(database.query<Row>(text, [...values]))).rows;
      return ((await told(database.exec(text))).at(-1)?.rows ?? []) as Row[];
    },
    runAll: async (text) => (await told(database.exec(text))).flatMap(({ rows }) => rows as Row[]),
    release,
  };
}
