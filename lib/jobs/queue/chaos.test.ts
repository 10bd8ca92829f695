import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { openDatabase } from '../../database/index.js';
import { noPostgres, postgresServer } from '../../testing/postgres-server.js';
import { createRandom } from '../../vectors/index.js';
import { JobTable } from './job-table.js';
import { JobQueue } from './queue.js';

const dist = path.resolve(import.meta.dirname, '../../dist');
const isBuilt = existsSync(path.join(dist, 'jobs', 'queue', 'worker.js'));
const reason = process.env.VITRINE_SLOW
  ? noPostgres || (!isBuilt && 'npm run build first')
  : 'takes most of a minute: set VITRINE_SLOW=1';
const count = 100;

/** A worker whose jobs take a fifth of a second. */
const script = `
  const [{ openDatabase }, { JobTable }, { QueueWorker }, { default: pino }, { setTimeout: delay }] = await Promise.all(
    ['database/index.js', 'jobs/queue/job-table.js', 'jobs/queue/worker.js'].map((file) => import('${pathToFileURL(dist)}/' + file))
      .concat(import('pino'), import('node:timers/promises')));
  const database = await openDatabase(process.env.DATABASE_URL);
  const run = async (job, parameters, { signal, onStep }) => {
    onStep('Working');
    await delay(200, undefined, { signal });
    return { job: job.name, run: 'run', dir: '/runs/' + parameters.DATA, result: { DATA: parameters.DATA } };
  };
  await QueueWorker.start(database, await JobTable.open(database), { run, concurrency: 2, log: pino({ level: 'silent' }) });
`;

test.skipIf(reason)(
  `each of ${count} jobs has its result exactly once, whichever workers are killed${reason ? ` (skipped: ${reason})` : ''}`,
  async () => {
    const server = await postgresServer();
    const database = await openDatabase(server.address());
    const queue = new JobQueue(database, await JobTable.open(database));
    await database.query(`
      CREATE TABLE ends ("Id" uuid, "Status" text);
      CREATE FUNCTION noted() RETURNS trigger AS $$ BEGIN
        INSERT INTO ends VALUES (NEW."Id", NEW."Status"); RETURN NEW; END $$ LANGUAGE plpgsql;
      CREATE TRIGGER noted AFTER UPDATE OF "Status" ON "TrainingJobs" FOR EACH ROW
        WHEN (NEW."Status" IN ('completed', 'failed')) EXECUTE FUNCTION noted()`);
    const start = (): ChildProcess =>
      spawn(process.execPath, ['--input-type=module', '-e', script], {
        cwd: dist,
        env: { ...process.env, DATABASE_URL: server.address() },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
    const workers = [start(), start(), start()];
    const random = createRandom(7);
    let kills = 0;
    try {
      const ids: string[] = [];
      for (let i = 0; i < count; i++) ids.push(await queue.submit('recommend', { DATA: String(i) }));
      while ((await queue.list({ most: count })).some(({ status }) => status !== 'completed')) {
        await delay(500 + 2000 * random.uniform());
        if (kills >= 12) continue;
        const at = Math.floor(random.uniform() * workers.length);
        workers[at].kill('SIGKILL');
        await once(workers[at], 'exit');
        workers[at] = start();
        kills++;
      }
      const ends = await database.query<{ Id: string; Status: string }>(
        'SELECT "Id"::text, "Status" FROM ends',
      );
      expect(ends.map(({ Status }) => Status)).toEqual(Array(count).fill('completed'));
      expect(ends.map(({ Id }) => Id).sort()).toEqual(ids.sort());
      for (const { parameters, result } of await queue.list({ most: count }))
        expect(result).toEqual(parameters);
      expect(kills).toBeGreaterThan(3);
    } finally {
      for (const worker of workers) worker.kill('SIGKILL');
      await queue.close();
      await server.remove();
    }
  },
  600_000,
);
