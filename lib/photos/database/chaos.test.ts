import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../database/index.js';
import { type JobQueue, openQueue } from '../../jobs/index.js';
import { ModelRegistry } from '../../monitor/index.js';
import { drawProductPhotos } from '../../samples/index.js';
import { cutOff, notBuilt } from '../../testing/command.js';
import { fillPhotoTables } from '../../testing/photo-tables.js';
import { noPostgres, type PostgresServer, postgresServer } from '../../testing/postgres-server.js';
import { writeTinyPhotoNetwork } from '../../testing/tiny-photo-network.js';

const dist = path.resolve(import.meta.dirname, '../../dist');
const reason = process.env.VITRINE_SLOW ? notBuilt || noPostgres : 'takes a minute: set VITRINE_SLOW=1';

const steps = [
  'Fetching photos',
  'Looking at photos',
  'Building',
  'Training',
  'Features',
  'Fitting',
  'Choosing',
  'Exporting',
  'Deploying',
];

/** A worker that dies by SIGKILL where a job comes to the step `DIE_AT`; it is on the table by then. */
const script = `
  const [{ openDatabase }, { JobTable }, { QueueWorker }, { runJob }, { default: pino }] = await Promise.all(
    ['database/index.js', 'jobs/queue/job-table.js', 'jobs/queue/worker.js', 'jobs/index.js'].map((file) => import('${pathToFileURL(dist)}/' + file))
      .concat(import('pino')));
  const database = await openDatabase(process.env.DATABASE_URL);
  const run = (job, parameters, options) => runJob(job, parameters, { ...options, onStep: (name, ...rest) => {
    options.onStep(name, ...rest);
    if (name === process.env.DIE_AT) process.kill(process.pid, 'SIGKILL');
  } });
  await QueueWorker.start(database, await JobTable.open(database), { run, root: process.env.ROOT, log: pino({ level: 'silent' }) });
`;

let root: string;
let server: PostgresServer;
let database: Database;
let queue: JobQueue;
beforeAll(async () => {
  if (reason) return;
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-photo-chaos-'));
  server = await postgresServer();
  database = await openDatabase(server.address());
  queue = await openQueue(server.address());
  await drawProductPhotos(path.join(root, 'storage'), { products: 3, each: 5 });
  await fillPhotoTables(database, path.join(root, 'storage'));
  await writeTinyPhotoNetwork(path.join(root, 'network'));
}, 60_000);
afterAll(async () => {
  if (reason) return;
  await queue?.close();
  await database?.close();
  await server?.remove();
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
});

function start(dieAt: string): ChildProcess {
  return spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: dist,
    detached: true,
    env: {
      ...process.env,
      VITRINE_ROOT: root,
      ROOT: path.join(root, 'outputs'),
      DATABASE_URL: server.address(),
      DIE_AT: dieAt,
    },
    stdio: ['ignore', 'ignore', 'ignore'],
  });
}

test.skipIf(reason)(
  `a worker killed at any step is replaced, and the tables tell of each model once${reason ? ` (skipped: ${reason})` : ''}`,
  async () => {
    const models = path.join(root, 'models');
    const ids: string[] = [];
    for (const step of steps) {
      // A network from scratch has a step of its own.
      const BACKBONE = step === 'Training' ? '' : path.join(root, 'network');
      const places = { STORAGE: path.join(root, 'storage'), OUTPUT: models };
      ids.push(await queue.submit('photos', { ...places, BACKBONE, FORCE: 'yes', RANDOM_SEED: ids.length }));
      const worker = start(step);
      const [, signal] = await once(worker, 'exit');
      expect([step, signal]).toEqual([step, 'SIGKILL']);
    }
    // A model that was published by a worker that died before it told of it.
    const rowsOf = () =>
      database.query<{ Version: string; ModelPath: string; IsActive: boolean }>(
        'SELECT * FROM "ModelMetadata" ORDER BY "Version"',
      );
    const folders = async () => (await readdir(models)).filter((name) => name.startsWith('v')).sort();
    expect((await folders()).length - (await rowsOf()).length).toBe(1);
    const healthy = start('');
    try {
      while ((await queue.list()).some(({ status }) => status !== 'completed')) {
        expect((await queue.list()).filter(({ status }) => status === 'failed')).toEqual([]);
        await delay(500);
      }
    } finally {
      await cutOff(healthy);
    }
    const attempts = await Promise.all(ids.map(async (id) => (await queue.find(id)).attempt));
    expect(attempts.reduce((sum, attempt) => sum + attempt, 0)).toBeGreaterThanOrEqual(steps.length);
    const rows = await rowsOf();
    expect(rows.map(({ Version }) => Version)).toEqual(await folders());
    expect(rows).toHaveLength(steps.length + 1);
    const active = rows.filter(({ IsActive }) => IsActive);
    const { parameters } = await new ModelRegistry(path.join(root, 'outputs', 'registry', 'photos')).open(
      'champion',
    );
    expect(active.map(({ Version }) => Version)).toEqual([parameters.version]);
    expect(existsSync(path.join(active[0].ModelPath, 'model.json'))).toBe(true);
    expect((await readdir(models)).filter((name) => name.includes('building'))).toEqual([]);
  },
  300_000,
);
