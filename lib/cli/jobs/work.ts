import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pino, { type Logger } from 'pino';
import { ArgumentError } from '../../errors/index.js';
import { interruptible } from '../interruptible.js';
import { wholeNumber } from '../numbers.js';
import { type QueueOptions, withQueue } from './with-queue.js';

export interface WorkOptions extends QueueOptions {
  readonly concurrency?: string;
  /** Folder that the folders of jobs are in. */
  readonly out?: string;
  /** Where photos are whose job does not say so. */
  readonly storagePath?: string;
  /** Where models of photos are published. */
  readonly outputPath?: string;
  /** Ends once no job waits or runs. */
  readonly drain?: boolean;
}

/** `vitrine jobs work`: a worker for every kind of job; Ctrl-C or SIGTERM hands back what it has. */
export async function work(options: WorkOptions): Promise<void> {
  const { concurrency = '1', out, drain } = options;
  const most = wholeNumber('--concurrency', concurrency);
  if (most < 1) throw new ArgumentError(`--concurrency is ${most}; give at least 1`);
  const signal = interruptible();
  const log = workerLog();
  await withQueue(options, async (queue) => {
    const worker = await queue.work({
      concurrency: most,
      root: out && path.resolve(out),
      otherwise: { photos: placesOfPhotos(options) },
      log,
    });
    log.info({ queue: queue.shown, concurrency: most }, 'waiting for jobs');
    while (!signal.aborted && !(drain && (await worker.isIdle()))) {
      await delay(500, undefined, { signal }).catch(() => {});
    }
    await worker.stop();
    log.info('stopped');
  });
}

function placesOfPhotos({ storagePath, outputPath, tables }: WorkOptions): Record<string, string> {
  return {
    ...(storagePath && { STORAGE: path.resolve(storagePath) }),
    ...(outputPath && { OUTPUT: path.resolve(outputPath) }),
    ...(tables && { TABLES: tables }),
  };
}

/** An object a line, for programs; on a terminal, words. */
function workerLog(): Logger {
  if (!process.stdout.isTTY) return pino({ base: undefined });
  return pino({ base: undefined }, { write: (line) => console.log(inWords(JSON.parse(line))) });
}

function inWords({ time, level: _, msg, ...fields }: Record<string, unknown>): string {
  const clock = new Date(time as number).toISOString().slice(11, 19);
  const told = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  return [clock, msg, ...told].join('  ');
}
