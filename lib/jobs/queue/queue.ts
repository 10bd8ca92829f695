import { setTimeout as delay } from 'node:timers/promises';
import { type Database, openDatabase } from '../../database/index.js';
import { databaseInUse, namingOf } from '../../database/tables/index.js';
import { ArgumentError } from '../../errors/index.js';
import { tableNames } from '../../photos/database/index.js';
import { parseParameters } from '../../records/index.js';
import { findJob } from '../list.js';
import { runInChild } from '../run-in-child.js';
import { type FinishedJob, type RunJobOptions, runJob } from '../run-job.js';
import type { JobRecord, JobStatus } from './columns.js';
import { JobTable } from './job-table.js';
import { runRecorded } from './run-recorded.js';
import type { QueueWorker, WorkerOptions } from './worker.js';

const watchMs = 500;

export interface OpenQueueOptions {
  /** Table that shows the jobs, `table` or `schema.table`. Default "TrainingJobs". */
  readonly table?: string;
  /** Names of tables and columns where they are not the project's own, as in `TrainingJobs.Status=state`. Default DATABASE_TABLES of the environment or `.env`. */
  readonly tables?: string;
}

/**
 * Jobs that wait for workers, run, and have ended, in a PostgreSQL table that other programs may read and insert into,
 * on a server or embedded.
 */
export class JobQueue {
  readonly #database: Database;
  readonly #table: JobTable;
  readonly #connection: string;

  /**
   * @param database closed with the queue
   * @param connection of the database, for jobs that read it; '' is the one in use
   */
  constructor(database: Database, table: JobTable, connection = '') {
    this.#database = database;
    this.#table = table;
    this.#connection = connection;
  }

  /** For messages: the database's address without user and password, or its folder. */
  get shown(): string {
    return this.#database.shown;
  }

  /**
   * Adds a job.
   * @param parameters those that differ from the defaults
   * @param id a UUID of the caller's. Default a new one
   * @returns the job's id
   * @throws {ArgumentError} for a job or parameter that there is not, or an id that is taken
   * @example await queue.submit('recommend', { DATA: 'products.csv' }) // '3f0c…'
   */
  async submit(
    job: string,
    parameters: Readonly<Record<string, unknown>> = {},
    id?: string,
  ): Promise<string> {
    parseParameters(findJob(job).parameters, parameters);
    return this.#table.insert(job, parameters, id);
  }

  /** Adds a job under an id, unless there is one already: then that job stands, with its own parameters. */
  async ensure(id: string, job: string, parameters: Readonly<Record<string, unknown>>): Promise<void> {
    const known = await this.#table.find(id).catch(() => null);
    if (known === null) await this.submit(job, parameters, id);
    else if (known.job !== job)
      throw new ArgumentError(
        `job ${id} is one of ${known.job}; run: vitrine train ${known.job} --job-id ${id}`,
      );
  }

  /** @throws {ArgumentError} where there is no such job */
  find(id: string): Promise<JobRecord> {
    return this.#table.find(id);
  }

  /** Newest first. @param most how many at most. Default 50 */
  list({
    most = 50,
    status,
  }: {
    readonly most?: number;
    readonly status?: JobStatus;
  } = {}): Promise<JobRecord[]> {
    return this.#table.list(most, status);
  }

  /** The job each time that something about it changed, until it has ended. */
  async *watch(id: string, signal?: AbortSignal): AsyncGenerator<JobRecord> {
    let last = '';
    for (;;) {
      const record = await this.find(id);
      const now = JSON.stringify(record);
      if (now !== last) yield record;
      last = now;
      if (hasEnded(record)) return;
      await delay(watchMs, undefined, { signal });
    }
  }

  /** Stops a job that waits or runs; a running one within a second or two. @throws {ArgumentError} where it has ended */
  cancel(id: string): Promise<void> {
    return this.#table.cancel(id);
  }

  /** Lets a job that failed or was cancelled wait again. @throws {ArgumentError} for any other */
  retry(id: string): Promise<void> {
    return this.#table.retry(id);
  }

  /** Starts a worker: jobs run in processes of their own on a server, and in this process where the database is embedded. */
  async work(options: Omit<WorkerOptions, 'run'>): Promise<QueueWorker> {
    // Loads pg-boss, which only workers need.
    const { QueueWorker } = await import('./worker.js');
    const run = this.#database.access.kind === 'server' ? runInChild : runJob;
    return QueueWorker.start(this.#database, this.#table, { ...options, run, connection: this.#connection });
  }

  /**
   * Runs a job that was submitted in this process, past the queue; its row tells how it goes.
   * @param otherwise parameters that its row does not give
   */
  run(
    id: string,
    options: RunJobOptions = {},
    otherwise: Readonly<Record<string, unknown>> = {},
  ): Promise<FinishedJob<unknown>> {
    return runRecorded(this.#table, id, { ...options, database: this.#connection, otherwise });
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}

/** Whether nothing more will happen to a job by itself. */
export function hasEnded({ status }: Pick<JobRecord, 'status'>): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}

/**
 * Opens the queue of a database; its table is made where there is none.
 * @param connection as `parseConnection` reads it, or `pglite:FOLDER`. Default DATABASE_URL of the environment or `.env`;
 * without one, `pglite:data/vitrine.db`, which one process at a time can use
 * @throws {DatabaseError} where it cannot be reached
 * @example
 * const queue = await openQueue('postgres://me:secret@db.example/shop');
 * const id = await queue.submit('recommend', { DATA: 'products.csv' });
 * for await (const { status, progress, step } of queue.watch(id)) console.log(status, progress, step);
 */
export async function openQueue(
  connection = '',
  { table, tables = '' }: OpenQueueOptions = {},
): Promise<JobQueue> {
  const naming = namingOf(tables, tableNames);
  const database = await openDatabase(databaseInUse(connection));
  try {
    return new JobQueue(database, await JobTable.open(database, table, naming), connection);
  } catch (error) {
    await database.close();
    throw error;
  }
}
