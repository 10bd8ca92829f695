import { randomUUID } from 'node:crypto';
import { type Database, DatabaseError, type Queries, quotedName } from '../../database/index.js';
import { ArgumentError, shown, UserError } from '../../errors/index.js';
import { columns, type JobRecord, type JobStatus, recordSchema, selected, sql } from './columns.js';

/** Whose turn it is: the entry of the queue, and which of its attempts. */
export interface Claim {
  readonly id: string;
  readonly queueId: string;
  readonly attempt: number;
}

/** A job that was taken in from the table, to be put into the queue. */
export interface Entry {
  readonly id: string;
  readonly queueId: string;
}

const defaultTable = 'TrainingJobs';
const isOpen = `${sql.status} IN ('pending', 'queued', 'running')`;

/**
 * The public face of the queue: a table with a row for each job, which any back end may read and insert into.
 * A row is written by whoever has the claim on it and by nobody else.
 */
export class JobTable {
  readonly #database: Database;
  readonly #name: string;

  private constructor(database: Database, name: string) {
    this.#database = database;
    this.#name = name;
  }

  /**
   * Opens the table, made where there is none; one that is there gets the columns that it lacks.
   * @param name table or schema.table. Default TrainingJobs
   * @throws {ArgumentError} for what is no name
   * @throws {DatabaseError}
   */
  static async open(database: Database, name = quotedName([defaultTable])): Promise<JobTable> {
    const table = quotedName(name);
    await database.transaction(async (queries) => {
      await queries.query('SELECT pg_advisory_xact_lock(hashtext($1))', [table]);
      const definitions = Object.values(columns).map(([column, type]) => `${quotedName([column])} ${type}`);
      await queries.query(`CREATE TABLE IF NOT EXISTS ${table} (${definitions.join(', ')})`);
      for (const definition of definitions.slice(1))
        await queries.query(`ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${definition}`);
    });
    return new JobTable(database, table);
  }

  /** Adds a pending job, which the next worker that is free takes. @returns its id */
  async insert(
    job: string,
    parameters: Readonly<Record<string, unknown>>,
    id: string = randomUUID(),
  ): Promise<string> {
    try {
      await this.#database.query(
        `INSERT INTO ${this.#name} (${sql.id}, ${sql.job}, ${sql.parameters}) VALUES ($1, $2, $3)`,
        [id, job, JSON.stringify(parameters)],
      );
    } catch (error) {
      if (error instanceof DatabaseError && error.code === '23505') {
        throw new ArgumentError(`there is a job ${id} already; leave the id out, and one is given`);
      }
      throw error;
    }
    return id;
  }

  /** @throws {ArgumentError} where there is no such job */
  async find(id: string): Promise<JobRecord> {
    const none = `there is no job ${shown(id)}; see: vitrine jobs list --queued`;
    try {
      const rows = await this.#database.query(`SELECT ${selected} FROM ${this.#name} WHERE ${sql.id} = $1`, [
        id,
      ]);
      if (rows.length > 0) return recordSchema.parse(rows[0]);
    } catch (cause) {
      // What is no UUID is not compared with one.
      if (cause instanceof DatabaseError && cause.code === '22P02') throw new ArgumentError(none, { cause });
      throw cause;
    }
    throw new ArgumentError(none);
  }

  /** Newest first. @param most how many at most */
  async list(most: number, status?: JobStatus): Promise<JobRecord[]> {
    const rows = await this.#database.query(
      `SELECT ${selected} FROM ${this.#name} WHERE $1::text IS NULL OR ${sql.status} = $1 ORDER BY ${sql.created} DESC, ${sql.id} LIMIT $2`,
      [status ?? null, most],
    );
    return rows.map((row) => recordSchema.parse(row));
  }

  /** How many jobs have not ended. */
  async countOpen(): Promise<number> {
    const [{ count }] = await this.#database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${this.#name} WHERE ${isOpen}`,
    );
    return count;
  }

  /**
   * Takes the pending jobs in, once each however many workers do so at once.
   * @param enqueue puts one into the queue, within the same transaction
   */
  async takeIn(enqueue: (entry: Entry, queries: Queries) => Promise<unknown>): Promise<Entry[]> {
    return this.#database.transaction(async (queries) => {
      const rows = await queries.query<{ id: string }>(
        `SELECT ${sql.id}::text AS id FROM ${this.#name} WHERE ${sql.status} = 'pending' ORDER BY ${sql.created} LIMIT 100 FOR UPDATE SKIP LOCKED`,
      );
      const entries = rows.map(({ id }) => ({ id, queueId: randomUUID() }));
      for (const entry of entries) {
        await queries.query(
          `UPDATE ${this.#name} SET ${sql.status} = 'queued', ${sql.queueId} = $2, ${sql.attempt} = 0, ${sql.updated} = now() WHERE ${sql.id} = $1`,
          [entry.id, entry.queueId],
        );
        await enqueue(entry, queries);
      }
      return entries;
    });
  }

  /** Begins an attempt. @returns the job; null where it is done, cancelled, or somebody else's by now */
  async start({ id, queueId, attempt }: Claim, worker: string): Promise<JobRecord | null> {
    const rows = await this.#database.query(
      `UPDATE ${this.#name} SET ${sql.status} = 'running', ${sql.attempt} = $3, ${sql.worker} = $4, ${sql.error} = NULL,
         ${sql.started} = COALESCE(${sql.started}, now()), ${sql.updated} = now()
       WHERE ${sql.id} = $1 AND ${sql.queueId} = $2 AND ${sql.attempt} <= $3 AND ${sql.status} IN ('queued', 'running')
       RETURNING ${selected}`,
      [id, queueId, attempt, worker],
    );
    return rows.length > 0 ? recordSchema.parse(rows[0]) : null;
  }

  /** Claims a pending or ended job for a process that runs it itself, past the queue. */
  async startDirectly(id: string, worker: string): Promise<Claim> {
    const claim = { id, queueId: randomUUID(), attempt: 0 };
    const rows = await this.#database.query(
      `UPDATE ${this.#name} SET ${sql.queueId} = $2, ${sql.status} = 'queued', ${sql.attempt} = 0
       WHERE ${sql.id} = $1 AND ${sql.status} <> 'running' RETURNING 1`,
      [claim.id, claim.queueId],
    );
    if (rows.length === 0) {
      const { worker } = await this.find(id);
      throw new UserError(
        `job ${id} is being run by ${worker ?? 'another worker'}; wait for it, or cancel it`,
      );
    }
    await this.start(claim, worker);
    return claim;
  }

  /** Says how far it is. @returns false where the claim is lost: cancelled, or taken over */
  tell(claim: Claim, progress: number, step: string | null): Promise<boolean> {
    return this.#ofClaim(claim, `${sql.progress} = $4, ${sql.step} = $5`, [progress, step]);
  }

  /** @returns false where the claim is lost */
  complete(claim: Claim, result: unknown, folder: string): Promise<boolean> {
    return this.#ofClaim(
      claim,
      `${sql.status} = 'completed', ${sql.progress} = 100, ${sql.result} = $4, ${sql.folder} = $5, ${sql.completed} = now()`,
      [JSON.stringify(result), folder],
    );
  }

  /** The step stays that at which it failed. @returns false where the claim is lost */
  fail(claim: Claim, error: string): Promise<boolean> {
    return this.#ofClaim(claim, `${sql.status} = 'failed', ${sql.error} = $4, ${sql.completed} = now()`, [
      error,
    ]);
  }

  /** Notes why an attempt failed that is not the last one. */
  missed(claim: Claim, error: string): Promise<boolean> {
    return this.#ofClaim(claim, `${sql.status} = 'queued', ${sql.error} = $4`, [error]);
  }

  /** Gives a job back unfinished, for any worker to take. */
  handBack(claim: Claim): Promise<boolean> {
    return this.#ofClaim(claim, `${sql.status} = 'pending', ${sql.worker} = NULL`, []);
  }

  /** Fails a job whose every attempt ended without a word. */
  async abandon(id: string, queueId: string): Promise<void> {
    await this.#database.query(
      `UPDATE ${this.#name} SET ${sql.status} = 'failed', ${sql.completed} = now(),
         ${sql.error} = COALESCE(${sql.error}, 'its workers died, one after the other; see their logs')
       WHERE ${sql.id} = $1 AND ${sql.queueId} = $2 AND ${isOpen}`,
      [id, queueId],
    );
  }

  /** Stops a job that has not ended. @throws {ArgumentError} for one that has */
  async cancel(id: string): Promise<void> {
    const change = `${sql.status} = 'cancelled', ${sql.completed} = now()`;
    await this.#change(id, change, isOpen, 'only what has not ended can be cancelled');
  }

  /** Puts a job that failed or was cancelled into the queue again. @throws {ArgumentError} for any other */
  async retry(id: string): Promise<void> {
    const change = `${sql.status} = 'pending', ${sql.progress} = 0, ${sql.step} = NULL, ${sql.error} = NULL, ${sql.completed} = NULL, ${sql.started} = NULL`;
    const from = `${sql.status} IN ('failed', 'cancelled')`;
    await this.#change(id, change, from, 'only what failed or was cancelled is run again');
  }

  async #change(id: string, change: string, from: string, otherwise: string): Promise<void> {
    const rows = await this.#database.query(
      `UPDATE ${this.#name} SET ${change}, ${sql.updated} = now() WHERE ${sql.id} = $1 AND ${from} RETURNING 1`,
      [id],
    );
    if (rows.length > 0) return;
    throw new ArgumentError(`job ${id} is ${(await this.find(id)).status}; ${otherwise}`);
  }

  async #ofClaim(
    { id, queueId, attempt }: Claim,
    change: string,
    values: readonly unknown[],
  ): Promise<boolean> {
    const rows = await this.#database.query(
      `UPDATE ${this.#name} SET ${change}, ${sql.updated} = now()
       WHERE ${sql.id} = $1 AND ${sql.queueId} = $2 AND ${sql.attempt} = $3 AND ${sql.status} = 'running' RETURNING 1`,
      [id, queueId, attempt, ...values],
    );
    return rows.length > 0;
  }
}
