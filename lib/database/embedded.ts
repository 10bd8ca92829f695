import type { PGlite } from '@electric-sql/pglite';
import { messageOf, UserError } from '../errors/index.js';
import { claimFolder, makeFolder } from '../store/index.js';
import type { Driver, Session } from './driver.js';
import { databaseError } from './failure.js';
import { parsers } from './values.js';

/** A database in this process, kept in a folder that no other process may use meanwhile. */
export async function embeddedDriver(folder: string): Promise<Driver> {
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
    close: async () => {
      await last;
      if (!database.closed) await database.close();
      await giveBack();
    },
  };
}

function sessionOf(database: PGlite, shown: string, release: () => void): Session {
  return {
    async run(text, values) {
      try {
        if (values) return (await database.query<Record<string, unknown>>(text, [...values])).rows;
        return ((await database.exec(text)).at(-1)?.rows ?? []) as Record<string, unknown>[];
      } catch (thrown) {
        throw databaseError(thrown, shown);
      }
    },
    release,
  };
}
