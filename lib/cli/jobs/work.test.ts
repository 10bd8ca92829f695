import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasEnded, type JobQueue, openQueue } from '../../jobs/index.js';
import { ensureSample } from '../../samples/index.js';
import { commandIn, cutOff, notBuilt } from '../../testing/command.js';
import { noPostgres, type PostgresServer, postgresServer } from '../../testing/postgres-server.js';

const reason = notBuilt || noPostgres;

let root: string;
let server: PostgresServer;
let queue: JobQueue;
let parameters: Record<string, unknown>;
const workers: ChildProcess[] = [];

const vitrine = (args: readonly string[]) => commandIn(root, { DATABASE_URL: server.address() }).start(args);
const said = (args: readonly string[], settings?: Readonly<Record<string, string>>) =>
  commandIn(root, { DATABASE_URL: server.address() }).said(args, settings);

function work(): ChildProcess {
  const worker = vitrine(['jobs', 'work']);
  worker.stdout?.resume();
  worker.stderr?.resume();
  workers.push(worker);
  return worker;
}

async function until(id: string, isReached: (status: string, step: string | null) => boolean) {
  for await (const record of queue.watch(id)) {
    if (isReached(record.status, record.step) || hasEnded(record)) return record;
  }
  throw new Error('it ended without an end');
}

describe.skipIf(reason)(`workers${reason ? ` (skipped: ${reason})` : ''}`, () => {
  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'vitrine-work-'));
    server = await postgresServer();
    queue = await openQueue(server.address());
    parameters = { DATA: (await ensureSample(path.join(root, 'sample'), { count: 300 })).catalogPath };
  }, 60_000);
  afterEach(async () => {
    for (const worker of workers.splice(0)) await cutOff(worker);
  });
  afterAll(async () => {
    await queue?.close();
    await server?.remove();
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  });
  const runs = async () =>
    (await readdir(path.join(root, 'outputs', 'product-recommendations')).catch(() => [])).filter(
      (name) => !name.startsWith('.') && name !== 'latest.json',
    );

  test('of two workers one runs the job; killed in the middle, the other one finishes it', async () => {
    const [first, second] = [work(), work()];
    const id = await queue.submit('recommend', parameters);
    const { worker } = await until(id, (_, step) => step !== null);
    const pid = Number(worker?.split(':')[1]);
    const [killed, other] = pid === first.pid ? [first, second] : [second, first];
    expect(killed.pid).toBe(pid);
    await cutOff(killed);
    const record = await until(id, (status) => status === 'completed');
    expect(record).toMatchObject({ status: 'completed', attempt: 1, progress: 100 });
    expect(record.worker).toMatch(new RegExp(`:${other.pid}$`));
    expect(await runs()).toEqual([path.basename(record.folder!)]);
  }, 120_000);

  test('SIGTERM hands the job back, and the next worker goes on', async () => {
    const worker = work();
    const id = await queue.submit('recommend', { ...parameters, RANDOM_SEED: 2 });
    await until(id, (_, step) => step !== null);
    process.kill(worker.pid!, 'SIGTERM');
    const [status] = await once(worker, 'exit');
    expect(status).toBe(0);
    expect(await queue.find(id)).toMatchObject({ status: 'pending', worker: null });
    work();
    expect(await until(id, () => false)).toMatchObject({ status: 'completed', attempt: 0 });
  }, 120_000);

  test('a database that stops and comes back loses nothing', async () => {
    work();
    const id = await queue.submit('recommend', { ...parameters, RANDOM_SEED: 3 });
    await until(id, (_, step) => step !== null);
    await server.stop();
    await delay(4000);
    await server.start();
    expect(await until(id, () => false)).toMatchObject({ status: 'completed' });
  }, 120_000);

  test('commands submit, follow, cancel and run again; passwords are not in what they say', async () => {
    const submitted = await said(['jobs', 'submit', 'recommend', '--json']);
    const { id } = JSON.parse(submitted.text);
    expect((await said(['jobs', 'cancel', id])).text).toBe(`job ${id} is cancelled\n`);
    const watched = await said(['jobs', 'watch', id]);
    expect(watched.status).toBe(1);
    expect(watched.text).toContain(`vitrine: job ${id} cancelled: by a person`);
    expect((await said(['jobs', 'retry', id])).status).toBe(0);
    const listed = await said(['jobs', 'list', '--queued', '--status', 'pending']);
    expect(listed.text).toMatch(new RegExp(`^ *id .*\n${id}  recommend  pending +0% `));
    expect((await said(['jobs', 'cancel', id])).status).toBe(0);
    await server.stop();
    const { status, text } = await said(['jobs', 'list', '--queued']);
    await server.start();
    expect(status).toBe(1);
    expect(text).toMatch(/^vitrine: postgres:\/\/127\.0\.0\.1:\d+\/postgres cannot be reached: .*\n$/);
    expect(submitted.text + watched.text + listed.text + text).not.toContain(server.password);
  }, 60_000);

  test('train --job-id runs a job of the queue itself, and its row tells how it went', async () => {
    const id = '7b5e4d3c-0000-4000-8000-000000000009';
    const data = ['-p', `DATA=${parameters.DATA}`, '--job-id', id, '--connection-string', server.address()];
    const { status, text } = await said(['train', 'recommend', ...data], { DATABASE_URL: '' });
    expect([status, text.includes(server.password)]).toEqual([0, false]);
    expect(await queue.find(id)).toMatchObject({
      status: 'completed',
      parameters: { DATA: parameters.DATA },
    });
    const again = await said(['train', 'creative', '--job-id', id]);
    expect(again.text).toContain(
      `job ${id} is one of recommend; run: vitrine train recommend --job-id ${id}`,
    );
  }, 60_000);
});
