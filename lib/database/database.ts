import { randomBytes } from 'node:crypto';
import type { DriverSettings } from './connection.js';
import type { Driver, Row, Session } from './driver.js';

export interface TransactionOptions {
  /** Whether nothing may be changed in it, and all of it sees the database as it was at its start. Default false. */
  readonly readOnly?: boolean;
  /** Time that a statement in it may take, in ms. Default what the server allows. */
  readonly statementTimeoutMs?: number;
}

export interface StreamOptions {
  /** Rows that are fetched together. Default 500. */
  readonly batch?: number;
}

/** What can be asked of a database, and within a transaction. */
export interface Queries {
  /**
   * The rows of a statement. Values go beside it as $1, $2 …, never into it.
   * Without `values`, it may be several statements with semicolons between; the rows are those of the last one.
   * @throws {DatabaseError} in one line, without user and password
   */
  query<R extends object = Row>(text: string, values?: readonly unknown[]): Promise<readonly R[]>;
  /**
   * The rows of a SELECT, some at a time, as a cursor gives them: memory does not grow with the result.
   * @throws {DatabaseError}
   */
  stream<R extends object = Row>(
    text: string,
    values?: readonly unknown[],
    options?: StreamOptions,
  ): AsyncGenerator<readonly R[]>;
}

/** A PostgreSQL database: on a server, or embedded in this process. */
export interface Database extends Queries {
  /** For messages: its address without user and password, or its folder. */
  readonly shown: string;
  /**
   * What `work` gives; what it did is kept where it ends well, and undone where it throws.
   * @throws {DatabaseError}; what `work` throws
   */
  transaction<T>(work: (queries: Queries) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /**
   * Calls `heard` at once and at each NOTIFY on a channel, over a connection of its own, which is made again whenever it
   * is lost; what it gives ends that. Undefined for an embedded database, which no other program writes to.
   */
  readonly listen?: (channel: string, heard: () => void) => () => Promise<void>;
  /** How a library with a connection of its own, as a queue, reaches this database. */
  readonly access: DatabaseAccess;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

/** The settings of a server, password included, or the one session of an embedded database, statement by statement. */
export type DatabaseAccess =
  | { readonly kind: 'server'; readonly settings: DriverSettings }
  | { readonly kind: 'embedded'; readonly executeSql: ExecuteSql };

/** Runs a statement with its values, or several without; the rows are those of all of them. */
export type ExecuteSql = (text: string, values?: unknown[]) => Promise<{ rows: Row[] }>;

/** A database over a driver. */
export class DriverDatabase implements Database {
  readonly #driver: Driver;

  constructor(driver: Driver) {
    this.#driver = driver;
  }

  get shown(): string {
    return this.#driver.shown;
  }

  async query<R extends object>(text: string, values?: readonly unknown[]): Promise<readonly R[]> {
    const session = await this.#driver.acquire();
    try {
      return (await session.run(text, values)) as readonly R[];
    } finally {
      session.release();
    }
  }

  async *stream<R extends object>(
    text: string,
    values: readonly unknown[] = [],
    options: StreamOptions = {},
  ): AsyncGenerator<readonly R[]> {
    const session = await this.#driver.acquire();
    let isDone = false;
    try {
      await session.run('BEGIN READ ONLY');
      yield* cursorRows<R>(session, text, values, options);
      await session.run('COMMIT');
      isDone = true;
    } finally {
      await ended(session, isDone);
    }
  }

  async transaction<T>(
    work: (queries: Queries) => Promise<T>,
    { readOnly = false, statementTimeoutMs }: TransactionOptions = {},
  ): Promise<T> {
    const session = await this.#driver.acquire();
    let isDone = false;
    try {
      await session.run(readOnly ? 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' : 'BEGIN');
      if (statementTimeoutMs !== undefined) {
        await session.run("SELECT set_config('statement_timeout', $1, true)", [String(statementTimeoutMs)]);
      }
      const result = await work({
        query: async <R extends object>(text: string, values?: readonly unknown[]) =>
          (await session.run(text, values)) as readonly R[],
        stream: (text, values = [], options = {}) => cursorRows(session, text, values, options),
      });
      await session.run('COMMIT');
      isDone = true;
      return result;
    } finally {
      await ended(session, isDone);
    }
  }

  get listen(): Database['listen'] {
    return this.#driver.listen;
  }

  get access(): DatabaseAccess {
    const settings = this.#driver.poolSettings;
    if (settings) return { kind: 'server', settings };
    return { kind: 'embedded', executeSql: (text, values) => this.#executeSql(text, values) };
  }

  close(): Promise<void> {
    return this.#driver.close();
  }

  /** What fails in the middle of a transaction of its own is undone, as where each statement has a connection. */
  async #executeSql(text: string, values: unknown[] = []): Promise<{ rows: Row[] }> {
    const session = await this.#driver.acquire();
    try {
      const rows = await (values.length > 0 ? session.run(text, values) : session.runAll(text));
      return { rows: [...rows] };
    } catch (error) {
      await session.run('ROLLBACK').catch(() => {});
      throw error;
    } finally {
      session.release();
    }
  }
}

async function* cursorRows<R extends object>(
  session: Session,
  text: string,
  values: readonly unknown[],
  { batch = 500 }: StreamOptions,
): AsyncGenerator<readonly R[]> {
  const cursor = `rows_${randomBytes(4).toString('hex')}`;
  await session.run(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}`, values);
  for (;;) {
    const rows = (await session.run(`FETCH ${batch} FROM ${cursor}`)) as readonly R[];
    if (rows.length > 0) yield rows;
    if (rows.length < batch) break;
  }
  await session.run(`CLOSE ${cursor}`);
}

/** Undoes a transaction that did not come to its end; a connection that cannot do that is given up. */
async function ended(session: Session, isDone: boolean): Promise<void> {
  const isUndone =
    isDone ||
    (await session.run('ROLLBACK').then(
      () => true,
      () => false,
    ));
  session.release(!isUndone);
}
