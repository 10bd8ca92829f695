import { randomUUID } from 'node:crypto';
import { type Database, DatabaseError, type Queries } from '../../database/index.js';
import { type Naming, type OpenTable, openTable } from '../../database/tables/index.js';
import { ArgumentError, shown, UserError } from '../../errors/index.js';
import {
  type JobColumn,
  type JobRecord,
  type JobStatus,
  jobShape,
  recordSchema,
  selectedFrom,
} from './columns.js';
import { jobChannel, tellsOfJobs } from './job-trigger.js';

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

/**
 * The public face of the queue: a table with a row for each job, which any back end may read and insert into.
 * A row is written by whoever has the claim on it and by nobody else.
 */
export class JobTable {
  readonly #database: Database;
  readonly #table: OpenTable<JobColumn>;
  readonly #name: string;
  readonly #sql: Readonly<Record<JobColumn, string>>;
  readonly #selected: string;
  readonly #isOpen: string;

  private constructor(database: Database, table: OpenTable<JobColumn>) {
    this.#database = database;
    this.#table = table;
    this.#name = table.sql;
    this.#sql = table.columns;
    this.#selected = selectedFrom(table);
    this.#isOpen = `${table.columns.status} IN ('pending', 'queued', 'running')`;
  }

  /**
   * Opens the table, made where there is none; one that is there gets the columns that it lacks.
   * @param name table or schema.table. Default TrainingJobs
   * @throws {ArgumentError} for what is no name
   * @throws {DatabaseError}
   */
  static async open(database: Database, name?: string, naming?: Naming): Promise<JobTable> {
    return new JobTable(database, await openTable(database, jobShape, { name, naming }));
  }

  /**
   * Calls `heard` whenever a job becomes pending, whoever wrote it.
   * @returns what ends it; null where the database is embedded, or this user may not set a trigger on the table
   */
  async listen(heard: () => void): Promise<(() => Promise<void>) | null> {
    const { listen } = this.#database;
    if (!listen || !(await tellsOfJobs(this.#database, this.#table))) return null;
    return listen(jobChannel, heard);
  }

  /** Adds a pending job, which the next worker that is free takes. @returns its id */
  async insert(
    job: string,
    parameters: Readonly<Record<string, unknown>>,
    id: string = randomUUID(),
  ): Promise<string> {
    try {
      await this.#database.query(
        // Another program's table may have no defaults.
        `INSERT INTO ${this.#name} (${this.#sql.id}, ${this.#sql.job}, ${this.#sql.parameters}, ${this.#sql.status}, ${this.#sql.progress}, ${this.#sql.attempt}, ${this.#sql.created})
         VALUES ($1, $2, $3, 'pending', 0, 0, now())`,
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
      const rows = await this.#database.query(
        `SELECT ${this.#selected} FROM ${this.#name} WHERE ${this.#sql.id} = $1`,
        [id],
      );
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
      `SELECT ${this.#selected} FROM ${this.#name} WHERE $1::text IS NULL OR ${this.#sql.status} = $1 ORDER BY ${this.#sql.created} DESC, ${this.#sql.id} LIMIT $2`,
      [status ?? null, most],
    );
    return rows.map((row) => recordSchema.parse(row));
  }

  /** How many jobs have not ended. */
  async countOpen(): Promise<number> {
    const [{ count }] = await this.#database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${this.#name} WHERE ${this.#isOpen}`,
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
        `SELECT ${this.#sql.id}::text AS id FROM ${this.#name} WHERE ${this.#sql.status} = 'pending' ORDER BY ${this.#sql.created} LIMIT 100 FOR UPDATE SKIP LOCKED`,
      );
      const entries = rows.map(({ id }) => ({ id, queueId: randomUUID() }));
      for (const entry of entries) {
        await queries.query(
          `UPDATE ${this.#name} SET ${this.#sql.status} = 'queued', ${this.#sql.queueId} = $2, ${this.#sql.attempt} = 0, ${this.#sql.updated} = now() WHERE ${this.#sql.id} = $1`,
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
      `UPDATE ${this.#name} SET ${this.#sql.status} = 'running', ${this.#sql.attempt} = $3, ${this.#sql.worker} = $4, ${this.#sql.error} = NULL,
         ${this.#sql.started} = COALESCE(${this.#sql.started}, now()), ${this.#sql.updated} = now()
       WHERE ${this.#sql.id} = $1 AND ${this.#sql.queueId} = $2 AND ${this.#sql.attempt} <= $3 AND ${this.#sql.status} IN ('queued', 'running')
       RETURNING ${this.#selected}`,
      [id, queueId, attempt, worker],
    );
    return rows.length > 0 ? recordSchema.parse(rows[0]) : null;
  }

  /** Claims a pending or ended job for a process that runs it itself, past the queue. */
  async startDirectly(id: string, worker: string): Promise<Claim> {
    const claim = { id, queueId: randomUUID(), attempt: 0 };
    const rows = await this.#database.query(
      `UPDATE ${this.#name} SET ${this.#sql.queueId} = $2, ${this.#sql.status} = 'queued', ${this.#sql.attempt} = 0
       WHERE ${this.#sql.id} = $1 AND ${this.#sql.status} <> 'running' RETURNING 1`,
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
    return this.#ofClaim(claim, `${this.#sql.progress} = $4, ${this.#sql.step} = $5`, [progress, step]);
  }

  /** @returns false where the claim is lost */
  complete(claim: Claim, result: unknown, folder: string): Promise<boolean> {
    return this.#ofClaim(
      claim,
      `${this.#sql.status} = 'completed', ${this.#sql.progress} = 100, ${this.#sql.result} = $4, ${this.#sql.folder} = $5, ${this.#sql.completed} = now()`,
      [JSON.stringify(result), folder],
    );
  }

  /** The step stays that at which it failed. @returns false where the claim is lost */
  fail(claim: Claim, error: string): Promise<boolean> {
    return this.#ofClaim(
      claim,
      `${this.#sql.status} = 'failed', ${this.#sql.error} = $4, ${this.#sql.completed} = now()`,
      [error],
    );
  }

  /** Notes why an attempt failed that is not the last one. */
  missed(claim: Claim, error: string): Promise<boolean> {
    return this.#ofClaim(claim, `${this.#sql.status} = 'queued', ${this.#sql.error} = $4`, [error]);
  }

  /** Gives a job back unfinished, for any worker to take. */
  handBack(claim: Claim): Promise<boolean> {
    return this.#ofClaim(claim, `${this.#sql.status} = 'pending', ${this.#sql.worker} = NULL`, []);
  }

  /** Fails a job whose every attempt ended without a word. */
  async abandon(id: string, queueId: string): Promise<void> {
    await this.#database.query(
      `UPDATE ${this.#name} SET ${this.#sql.status} = 'failed', ${this.#sql.completed} = now(),
         ${this.#sql.error} = COALESCE(${this.#sql.error}, 'its workers died, one after the other; see their logs')
       WHERE ${this.#sql.id} = $1 AND ${this.#sql.queueId} = $2 AND ${this.#isOpen}`,
      [id, queueId],
    );
  }

  /** Stops a job that has not ended. @throws {ArgumentError} for one that has */
  async cancel(id: string): Promise<void> {
    const change = `${this.#sql.status} = 'cancelled', ${this.#sql.completed} = now()`;
    await this.#change(id, change, this.#isOpen, 'only what has not ended can be cancelled');
  }

  /** Puts a job that failed or was cancelled into the queue again. @throws {ArgumentError} for any other */
  async retry(id: string): Promise<void> {
    const change = `${this.#sql.status} = 'pending', ${this.#sql.progress} = 0, ${this.#sql.step} = NULL, ${this.#sql.error} = NULL, ${this.#sql.completed} = NULL, ${this.#sql.started} = NULL`;
    const from = `${this.#sql.status} IN ('failed', 'cancelled')`;
    await this.#change(id, change, from, 'only what failed or was cancelled is run again');
  }

  async #change(id: string, change: string, from: string, otherwise: string): Promise<void> {
    const rows = await this.#database.query(
      `UPDATE ${this.#name} SET ${change}, ${this.#sql.updated} = now() WHERE ${this.#sql.id} = $1 AND ${from} RETURNING 1`,
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
      `UPDATE ${this.#name} SET ${change}, ${this.#sql.updated} = now()
       WHERE ${this.#sql.id} = $1 AND ${this.#sql.queueId} = $2 AND ${this.#sql.attempt} = $3 AND ${this.#sql.status} = 'running' RETURNING 1`,
      [id, queueId, attempt, ...values],
    );
    return rows.length > 0;
  }
}
