import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../database/index.js';
import { namingOf } from '../../database/tables/index.js';
import { UserError } from '../../errors/index.js';
import { tableNames } from '../../photos/database/index.js';
import { embeddedFolder } from '../../testing/embedded-folder.js';
import { noPostgres, type PostgresServer, postgresServer } from '../../testing/postgres-server.js';
import { JobTable } from './job-table.js';
import { JobQueue } from './queue.js';
import { QueueWorker, type Runner } from './worker.js';

let folder: string;
let server: PostgresServer | undefined;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-queue-'));
  if (!noPostgres) server = await postgresServer();
}, 60_000);
afterAll(async () => {
  await server?.remove();
  await rm(folder, { recursive: true, force: true });
});

const log = pino({ level: process.env.VITRINE_DEBUG ? 'debug' : 'silent' });

/** Does what the parameter DATA asks for. */
const obeying: Runner = async (job, parameters, { signal, onStep }) => {
  const { DATA } = parameters as { DATA: string };
  onStep?.('Reading the catalogue');
  if (DATA === 'wrong') throw new UserError('wrong: there is no such file; name another');
  if (DATA === 'long') await delay(60_000, undefined, { signal });
  onStep?.('Saving');
  return { job: job.name, run: 'run', dir: `/runs/${DATA}`, result: { DATA } };
};

const kinds = [
  { kind: 'a server', skipped: noPostgres, address: async () => server!.address() },
  {
    kind: 'embedded',
    skipped: false,
    address: async () => `pglite:${await embeddedFolder(path.join(folder, 'embedded'))}`,
  },
];

describe.each(kinds)('the queue on $kind', ({ kind, skipped, address }) => {
  if (skipped) return void test.skip(`${kind}: ${skipped}`, () => {});
  let database: Database;
  let table: JobTable;
  let queue: JobQueue;
  const workers: QueueWorker[] = [];
  const work = async (run: Runner = obeying, concurrency = 1) => {
    const worker = await QueueWorker.start(database, table, { run, concurrency, log });
    workers.push(worker);
    return worker;
  };
  const ended = async (id: string) => {
    for await (const record of queue.watch(id)) {
      if (['completed', 'failed', 'cancelled'].includes(record.status)) return record;
    }
    throw new Error('it ended without an end');
  };
  beforeAll(async () => {
    database = await openDatabase(await address());
    table = await JobTable.open(database);
    queue = new JobQueue(database, table);
  }, 60_000);
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  }, 60_000);
  afterAll(() => database?.close());

  test('a job is run once, its steps are told, and its result is kept', async () => {
    const id = await queue.submit('recommend', { DATA: 'chairs.csv' });
    expect(await queue.find(id)).toMatchObject({ status: 'pending', progress: 0, job: 'recommend' });
    await work();
    await work();
    expect(await ended(id)).toMatchObject({
      status: 'completed',
      progress: 100,
      step: 'Saving',
      result: { DATA: 'chairs.csv' },
      folder: '/runs/chairs.csv',
      attempt: 0,
      error: null,
    });
  }, 30_000);

  test('a row that somebody else wrote is a job', async () => {
    await database.query(`INSERT INTO "TrainingJobs" ("Id", "JobType", "Parameters")
      VALUES ('7b5e4d3c-0000-4000-8000-000000000001', 'recommend', '{"DATA": "foreign"}')`);
    await work();
    expect(await ended('7b5e4d3c-0000-4000-8000-000000000001')).toMatchObject({ status: 'completed' });
  }, 30_000);

  test.skipIf(kind === 'embedded')(
    'a row becomes a job at once, told by a trigger',
    async () => {
      await work();
      await delay(1500);
      const began = performance.now();
      await database.query(`INSERT INTO "TrainingJobs" ("Id", "JobType", "Parameters")
      VALUES ('7b5e4d3c-0000-4000-8000-000000000005', 'recommend', '{"DATA": "told"}')`);
      expect(await ended('7b5e4d3c-0000-4000-8000-000000000005')).toMatchObject({ status: 'completed' });
      // The table itself is looked at every ten seconds.
      expect(performance.now() - began).toBeLessThan(5000);
    },
    30_000,
  );

  test.skipIf(kind === 'embedded')('without the right to set a trigger the table is looked at', async () => {
    await database.query(`CREATE SCHEMA guarded; CREATE TABLE guarded.jobs (LIKE "TrainingJobs" INCLUDING ALL);
      CREATE ROLE clerk LOGIN PASSWORD 'clerk'; GRANT USAGE ON SCHEMA guarded TO clerk;
      GRANT SELECT, INSERT, UPDATE ON guarded.jobs TO clerk`);
    const address = server!.address().replace(/\/\/.*@/, '//clerk:clerk@');
    const clerk = await openDatabase(address);
    try {
      const guarded = await JobTable.open(clerk, 'guarded.jobs');
      expect(await guarded.listen(() => {})).toBeNull();
      expect(await guarded.insert('recommend', {})).toMatch(/^[\da-f-]{36}$/);
    } finally {
      await clerk.close();
    }
  });

  test('what a person has to mend fails at once, and is run again when asked', async () => {
    const id = await queue.submit('recommend', { DATA: 'wrong' });
    await work();
    expect(await ended(id)).toMatchObject({
      status: 'failed',
      step: 'Reading the catalogue',
      error: 'wrong: there is no such file; name another',
      attempt: 0,
    });
    await queue.retry(id);
    expect(await ended(id)).toMatchObject({ status: 'failed' });
    await expect(queue.cancel(id)).rejects.toThrow(`job ${id} is failed; only what has not ended`);
  }, 30_000);

  test('a job of a kind that there is not fails with the kinds that there are', async () => {
    await database.query(`INSERT INTO "TrainingJobs" ("Id", "JobType")
      VALUES ('7b5e4d3c-0000-4000-8000-000000000002', 'dance')`);
    await work();
    const { status, error } = await ended('7b5e4d3c-0000-4000-8000-000000000002');
    expect(status).toBe('failed');
    expect(error).toMatch(/there is no job "dance"; there are recommend, /);
  }, 30_000);

  test('a running job is cancelled, also by a back end that writes so into its row', async () => {
    const mine = await queue.submit('recommend', { DATA: 'long' });
    const theirs = await queue.submit('recommend', { DATA: 'long' });
    const stopped: string[] = [];
    await work(async (job, parameters, options) => {
      options.signal?.addEventListener('abort', () => stopped.push(String(options.signal?.reason.message)));
      return obeying(job, parameters, options);
    }, 2);
    for (const id of [mine, theirs]) {
      for await (const { status } of queue.watch(id)) if (status === 'running') break;
    }
    await queue.cancel(mine);
    await database.query(`UPDATE "TrainingJobs" SET "Status" = 'cancelled' WHERE "Id" = $1`, [theirs]);
    while (stopped.length < 2) await delay(20);
    expect(stopped).toEqual(Array(2).fill('the job was cancelled, or another worker has it'));
    expect(await queue.find(mine)).toMatchObject({ status: 'cancelled', result: null });
  }, 30_000);

  test('a worker that stops hands its job back, and another one finishes it', async () => {
    const id = await queue.submit('recommend', { DATA: 'handed' });
    let isFirst = true;
    const patient: Runner = async (job, parameters, options) => {
      if (!isFirst) return obeying(job, parameters, options);
      isFirst = false;
      return obeying(job, { DATA: 'long' }, options);
    };
    const first = await work(patient);
    for await (const { status } of queue.watch(id)) if (status === 'running') break;
    await first.stop();
    // In the table, or in the queue again already.
    const { status, worker } = await queue.find(id);
    expect([
      ['pending', null],
      ['queued', null],
    ]).toContainEqual([status, worker]);
    await work(patient);
    expect(await ended(id)).toMatchObject({ status: 'completed', folder: '/runs/handed' });
  }, 30_000);

  test('what broke by accident is tried again', async () => {
    const id = await queue.submit('recommend', { DATA: 'accident' });
    let tries = 0;
    await work(async (job, parameters, options) => {
      if (++tries < 3) throw new TypeError('x is not a function');
      return obeying(job, parameters, options);
    });
    expect(await ended(id)).toMatchObject({ status: 'completed', attempt: 2, error: null });
  }, 30_000);

  test('ids and parameters are checked when a job is submitted', async () => {
    await expect(queue.submit('dance')).rejects.toThrow('there is no job "dance"');
    await expect(queue.submit('recommend', { ALPHA: -1 })).rejects.toThrow('parameter ALPHA is -1');
    const id = '7b5e4d3c-0000-4000-8000-000000000003';
    await queue.submit('recommend', {}, id);
    await expect(queue.submit('recommend', {}, id)).rejects.toThrow(`there is a job ${id} already`);
    await queue.cancel(id);
    await expect(queue.find('x')).rejects.toThrow('there is no job "x"');
  });

  test('a table that is there already is taken over, with what it lacks', async () => {
    await database.query(`CREATE SCHEMA shop; CREATE TABLE shop."Jobs" ("Id" uuid PRIMARY KEY, "JobType" text, "Owner" text);
      INSERT INTO shop."Jobs" VALUES ('7b5e4d3c-0000-4000-8000-000000000004', 'recommend', 'me')`);
    const [first] = await Promise.all([1, 2].map(() => JobTable.open(database, 'shop."Jobs"')));
    expect(await first.list(10)).toMatchObject([{ status: 'pending', parameters: {}, progress: 0 }]);
    expect(await database.query('SELECT "Owner" FROM shop."Jobs"')).toEqual([{ Owner: 'me' }]);
    await database.query(`CREATE TABLE shop.training_jobs (id uuid PRIMARY KEY, job_type text, state text NOT NULL, error_message text, created_at timestamp NOT NULL);
      INSERT INTO shop.training_jobs VALUES ('7b5e4d3c-0000-4000-8000-000000000004', 'recommend', 'pending', NULL, now())`);
    const naming = namingOf('TrainingJobs=shop.training_jobs,TrainingJobs.Status=state', tableNames);
    const named = await JobTable.open(database, undefined, naming);
    await named.cancel('7b5e4d3c-0000-4000-8000-000000000004');
    await named.insert('recommend', { DATA: 'x' });
    expect(await named.list(10)).toMatchObject([{ status: 'pending' }, { status: 'cancelled' }]);
    expect(await database.query('SELECT state, error_message FROM shop.training_jobs ORDER BY 1')).toEqual([
      { state: 'cancelled', error_message: null },
      { state: 'pending', error_message: null },
    ]);
  });
});
