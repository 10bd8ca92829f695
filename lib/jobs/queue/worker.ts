import { type JobWithMetadata, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { type Database, DatabaseError } from '../../database/index.js';
import { persistently } from '../../database/tables/index.js';
import { messageOf, UserError } from '../../errors/index.js';
import type { Job } from '../job.js';
import { findJob } from '../list.js';
import type { FinishedJob, RunJobOptions } from '../run-job.js';
import type { JobRecord } from './columns.js';
import { Doorbell } from './doorbell.js';
import type { Claim, Entry, JobTable } from './job-table.js';
import { ClaimLost, ToldProgress } from './told-progress.js';
import { workerName } from './worker-name.js';

const schema = 'vitrine_queue';
const queue = 'jobs';
const deadLetters = 'dead-jobs';
/** pg-boss's least: a worker that says nothing for this long is dead. */
const heartbeatSeconds = 10;
const longestJobSeconds = 24 * 3600;
/** How often a job is begun again after its worker died or its database was away. */
const retryLimit = 5;
/** How often the table is looked at; less often where the database tells of new jobs. */
const pollMs = { untold: 500, told: 10_000 };

/** Runs a job, in this process or in one of its own. */
export type Runner = (
  job: Job<unknown, unknown>,
  parameters: unknown,
  options: RunJobOptions,
) => Promise<FinishedJob<unknown>>;

export interface WorkerOptions {
  /** Jobs at once. Default 1. */
  readonly concurrency?: number;
  /** Folder that the folders of jobs are in. Default `outputs/` of the project. */
  readonly root?: string;
  /** Parameters that rows of jobs do not give, by the name of the job. */
  readonly otherwise?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Connection string of the database, for jobs that read it. Default the one in use. */
  readonly connection?: string;
  readonly log: Logger;
  readonly run: Runner;
}

/** Takes jobs from the queue until it is stopped. */
export class QueueWorker {
  readonly #boss: PgBoss;
  readonly #table: JobTable;
  readonly #options: WorkerOptions;
  readonly #stopping = new AbortController();
  readonly #name = workerName();
  readonly #doorbell = new Doorbell();
  #takingIn: Promise<void> = Promise.resolve();
  #endListening: (() => Promise<void>) | null = null;

  private constructor(boss: PgBoss, table: JobTable, options: WorkerOptions) {
    this.#boss = boss;
    this.#table = table;
    this.#options = options;
  }

  /** @throws {DatabaseError} */
  static async start(database: Database, table: JobTable, options: WorkerOptions): Promise<QueueWorker> {
    const boss = bossOn(database);
    boss.on('error', (error) => options.log.warn({ reason: messageOf(error) }, 'the queue is out of reach'));
    await boss.start();
    await boss.createQueue(deadLetters, { retryLimit: 100, retryDelay: 5 });
    const notify = database.access.kind === 'server';
    await boss.createQueue(queue, {
      ...{ heartbeatSeconds, retryLimit, notify },
      expireInSeconds: longestJobSeconds,
      deadLetter: deadLetters,
    });
    const worker = new QueueWorker(boss, table, options);
    await worker.#work();
    return worker;
  }

  /** Whether no job waits or runs. */
  async isIdle(): Promise<boolean> {
    return (await this.#table.countOpen()) === 0;
  }

  /** Takes no more jobs, and hands back those that it has, for another worker. */
  async stop(): Promise<void> {
    // First, or it would take what it hands back.
    await this.#boss.offWork(queue, { wait: false });
    this.#stopping.abort(new UserError('the worker is stopping'));
    await this.#takingIn;
    await this.#endListening?.();
    await this.#boss.stop({ graceful: true, timeout: 60_000 });
  }

  async #work(): Promise<void> {
    const { concurrency = 1 } = this.#options;
    await this.#boss.work(
      queue,
      {
        includeMetadata: true,
        localConcurrency: concurrency,
        heartbeatRefreshSeconds: 1,
        pollingIntervalSeconds: 0.5,
        notifyPollingIntervalSeconds: 2,
      },
      async ([entry]: JobWithMetadata<Entry>[]) => this.#attempt(entry),
    );
    await this.#boss.work<Entry>(deadLetters, { pollingIntervalSeconds: 0.5 }, async ([{ data }]) =>
      this.#table.abandon(data.id, data.queueId),
    );
    this.#endListening = await this.#table.listen(() => this.#doorbell.ring());
    this.#takingIn = this.#takeIn();
  }

  /** Jobs that somebody wrote into the table are put into the queue. */
  async #takeIn(): Promise<void> {
    const { signal } = this.#stopping;
    const quietMs = this.#endListening ? pollMs.told : pollMs.untold;
    while (!signal.aborted) {
      let waitMs = quietMs;
      try {
        const entries = await this.#table.takeIn((entry, queries) =>
          this.#boss.send(queue, entry, {
            id: entry.queueId,
            db: { executeSql: async (text, values) => ({ rows: [...(await queries.query(text, values))] }) },
          }),
        );
        for (const { id } of entries) this.#options.log.info({ id }, 'queued');
        if (entries.length > 0) waitMs = 0;
      } catch (error) {
        if (!(error instanceof DatabaseError)) throw error;
        this.#options.log.warn({ reason: error.message }, 'the table of jobs is out of reach');
        waitMs = pollMs.untold;
      }
      await this.#doorbell.wait(waitMs, signal);
    }
  }

  /** One attempt at a job. What is thrown here makes the queue try again, or give the job up. */
  async #attempt({ data, id: queueId, retryCount, signal }: JobWithMetadata<Entry>): Promise<void> {
    const claim = { id: data.id, queueId, attempt: retryCount };
    const record = await this.#table.start(claim, this.#name);
    if (!record) return;
    const log = this.#options.log.child({ id: claim.id, job: record.job, attempt: claim.attempt + 1 });
    log.info('started');
    try {
      const { result, dir } = await this.#run(record, claim, signal);
      const isKept = await persistently(() => this.#table.complete(claim, result, dir));
      log.info({ folder: dir }, isKept ? 'completed' : 'completed, but no longer wanted');
    } catch (error) {
      if (error instanceof ClaimLost || signal.aborted) return log.info({ reason: messageOf(error) }, 'left');
      await this.#failed(claim, error, log);
    }
  }

  async #run(record: JobRecord, claim: Claim, claimed: AbortSignal): Promise<FinishedJob<unknown>> {
    const job = findJob(record.job);
    const told = new ToldProgress(this.#table, claim, job);
    try {
      const { otherwise, connection = '' } = this.#options;
      return await this.#options.run(
        job,
        { ...otherwise?.[job.name], ...record.parameters },
        {
          database: connection,
          signal: AbortSignal.any([this.#stopping.signal, told.lost, claimed]),
          root: this.#options.root,
          onStep: (...step) => told.step(...step),
          onNote: (line) => this.#options.log.info({ id: claim.id }, line),
        },
      );
    } finally {
      await told.stop();
    }
  }

  async #failed(claim: Claim, error: unknown, log: Logger): Promise<void> {
    const reason = messageOf(error);
    if (this.#stopping.signal.aborted) {
      await persistently(() => this.#table.handBack(claim));
      return log.info('handed back');
    }
    // What a person has to mend fails alike the next time.
    const isFinal =
      (error instanceof UserError && !(error instanceof DatabaseError && error.isPassing)) ||
      claim.attempt >= retryLimit;
    log.error({ reason, stack: error instanceof UserError ? undefined : (error as Error).stack }, 'failed');
    await persistently(() => (isFinal ? this.#table.fail(claim, reason) : this.#table.missed(claim, reason)));
    if (!isFinal) throw error;
  }
}

function bossOn(database: Database): PgBoss {
  const { access } = database;
  const shared = {
    schema,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    monitorVacuum: false,
    reindex: false,
  } as const;
  if (access.kind === 'server')
    return new PgBoss({ ...access.settings, ...shared, max: 4, useListenNotify: true });
  return new PgBoss({ ...shared, db: { executeSql: access.executeSql }, backend: 'pglite' });
}
