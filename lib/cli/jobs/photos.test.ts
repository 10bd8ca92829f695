import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../database/index.js';
import { hasEnded, type JobQueue, openQueue } from '../../jobs/index.js';
import { drawProductPhotos } from '../../samples/index.js';
import { commandIn, cutOff, notBuilt } from '../../testing/command.js';
import { fillPhotoTables } from '../../testing/photo-tables.js';
import { noPostgres, type PostgresServer, postgresServer } from '../../testing/postgres-server.js';
import { writeTinyPhotoNetwork } from '../../testing/tiny-photo-network.js';

const reason = notBuilt || noPostgres;

/** Why no file system of its own can be made for a process; false where it can. */
const noMount = ((): string | false => {
  try {
    execFileSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', '-o', 'size=4k', 'none', tmpdir()], {
      stdio: 'pipe',
    });
    return false;
  } catch {
    return 'no file system can be mounted here';
  }
})();

let root: string;
let server: PostgresServer;
let database: Database;
let queue: JobQueue;

describe.skipIf(reason)(`photo jobs${reason ? ` (skipped: ${reason})` : ''}`, () => {
  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'vitrine-photo-jobs-'));
    server = await postgresServer();
    database = await openDatabase(server.address());
    queue = await openQueue(server.address());
    await drawProductPhotos(path.join(root, 'storage'), { products: 3, each: 6 });
    await fillPhotoTables(database, path.join(root, 'storage'));
    await writeTinyPhotoNetwork(path.join(root, 'network'));
  }, 60_000);
  afterAll(async () => {
    await queue?.close();
    await database?.close();
    await server?.remove();
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  });
  const places = () => [
    '--storage-path',
    path.join(root, 'storage'),
    '--output-path',
    path.join(root, 'models'),
  ];
  const active = () => database.query('SELECT "Version", "ModelPath" FROM "ModelMetadata" WHERE "IsActive"');
  const ended = async (id: string) => {
    for await (const record of queue.watch(id)) if (hasEnded(record)) return record;
    throw new Error('it ended without an end');
  };
  const worker = (more: readonly string[] = [], before: readonly string[] = []) => {
    const child = commandIn(root, { DATABASE_URL: server.address() }).start(
      ['jobs', 'work', ...places(), ...more],
      {},
      before,
    );
    child.stdout?.resume();
    child.stderr?.resume();
    return child;
  };

  test('a back end inserts a row and starts the command as documented; no password is told', async () => {
    const id = '7b5e4d3c-0000-4000-8000-000000000011';
    await database.query('INSERT INTO "TrainingJobs" ("Id", "JobType", "Parameters") VALUES ($1, $2, $3)', [
      id,
      'photos',
      JSON.stringify({ BACKBONE: path.join(root, 'network'), FORCE: 'yes' }),
    ]);
    const password = server.password.replaceAll('"', '""');
    const connection = `Host=127.0.0.1;Port=${server.port};Database=postgres;Username=${server.user};Password="${password}"`;
    const { status, text } = await commandIn(root).said(
      ['train', 'photos', '--job-id', id, '--connection-string', connection, ...places()],
      { DATABASE_URL: '' },
    );
    expect([status, text]).toEqual([
      0,
      expect.stringMatching(/18 photos in the database postgres:.*, of 3 products/),
    ]);
    expect(text).not.toContain(server.password);
    const record = await queue.find(id);
    expect(record).toMatchObject({ status: 'completed', progress: 100, step: 'Deploying' });
    const { folder } = record.result as { folder: string };
    expect(path.dirname(folder)).toBe(path.join(root, 'models'));
    expect(await active()).toEqual([{ Version: path.basename(folder), ModelPath: folder }]);
  }, 60_000);

  test('a person who goes back to a former model has the database told', async () => {
    const [former] = await active();
    const command = commandIn(root, { DATABASE_URL: server.address() });
    const network = ['--backbone', path.join(root, 'network'), '-p', 'FORCE=yes'];
    const trained = await command.said([
      'train',
      'photos',
      '--connection-string',
      server.address(),
      ...places(),
      ...network,
    ]);
    expect([trained.status, trained.text.includes(server.password)]).toEqual([0, false]);
    expect(await active()).not.toEqual([former]);
    const { status, text } = await command.said(['registry', 'rollback', 'photos', '--why', 'it was better']);
    expect([status, text]).toEqual([
      0,
      expect.stringMatching(/^champion: .*\npostgres:.* is told that it is active\n$/),
    ]);
    expect(await active()).toEqual([former]);
    const [, version] = /^champion: (.*)/.exec(text)!;
    const elsewhere = ['registry', 'promote', 'photos', version, '--why', 'again'];
    expect((await command.said(elsewhere, { DATABASE_URL: '' })).text).toMatch(
      /is not told, as DATABASE_URL names another/,
    );
  }, 60_000);

  test('a database that is away while a model is published is told of it once it is back', async () => {
    const child = worker();
    try {
      const id = await queue.submit('photos', { BACKBONE: path.join(root, 'network'), FORCE: 'yes' });
      for await (const { step } of queue.watch(id)) if (step !== null) break;
      await server.stop();
      await delay(4000);
      await server.start();
      const record = await ended(id);
      expect(record).toMatchObject({ status: 'completed', error: null });
      const { folder } = record.result as { folder: string };
      expect(await active()).toEqual([{ Version: path.basename(folder), ModelPath: folder }]);
    } finally {
      await cutOff(child);
    }
  }, 120_000);

  test.skipIf(noMount)(
    `a full disk fails the job in one line, and the former model answers${noMount ? ` (skipped: ${noMount})` : ''}`,
    async () => {
      const before = await active();
      const full = path.join(root, 'full');
      await mkdir(full);
      const mount = `mount -t tmpfs -o size=4k none '${full}' && exec "$@"`;
      const child = worker([], ['unshare', '-rm', 'sh', '-c', mount, 'sh']);
      try {
        const id = await queue.submit('photos', {
          BACKBONE: path.join(root, 'network'),
          FORCE: 'yes',
          OUTPUT: full,
        });
        expect(await ended(id)).toMatchObject({ status: 'failed', step: 'Exporting', attempt: 0 });
        expect((await queue.find(id)).error).toMatch(
          /^cannot write .*: the disk is full; free some space [^\n]*$/,
        );
        expect(await active()).toEqual(before);
        const photo = path.join(root, 'storage', 'BOTTLE-001', '001.jpg');
        const { status, text } = await commandIn(root).said(['classify', photo]);
        expect([status, text]).toEqual([0, expect.stringMatching(/BOTTLE-001|CHAIR|BOTTLE/)]);
      } finally {
        await cutOff(child);
      }
    },
    60_000,
  );
});
