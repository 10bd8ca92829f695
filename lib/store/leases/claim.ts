import { randomUUID } from 'node:crypto';
import { readdir, readFile, readlink, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { makeFolder } from '../atomic.js';
import { StoreError, storeError } from '../errors.js';
import { isHeld, Lease } from './lease.js';

const holderSchema = z.object({
  pid: z.int(),
  /** Where process ids mean the same: the host, and on Linux its space of them, which containers have for themselves. */
  machine: z.string(),
  /** When the process began, in the system's ticks; null where that is not known. A process id is used again. */
  started: z.string().nullable(),
  since: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

const suffix = '.claim';
const tries = 5;
/** Longest pause before another try: of two that claim at once both may draw back, and they try again at different times. */
const longestPauseMs = 100;

/**
 * Takes a folder for this process alone: a lease beside it, `.<folder>-<id>.claim`, that says who holds it. Claims of
 * processes that ended without giving them back are passed over: at once on the same machine, else after ten minutes
 * without a sign of life. Whoever claims writes first and looks then, so that of several at most one succeeds.
 * @returns what gives it back
 * @throws {StoreError} naming the holder
 */
export async function claimFolder(folder: string): Promise<() => Promise<void>> {
  const target = path.resolve(folder);
  const parent = path.dirname(target);
  await makeFolder(parent);
  const prefix = `.${path.basename(target)}-`;
  const own = `${prefix}${randomUUID()}${suffix}`;
  for (let left = tries; ; left--) {
    const lease = await claimed(path.join(parent, own));
    const holder = await otherHolder(parent, prefix, own);
    if (!holder) return () => lease.release();
    await lease.release();
    if (left === 0) {
      throw new StoreError(
        `${folder} is in use by ${await told(holder)}; wait until it ends, or end it: only one process at a time can use it`,
      );
    }
    await delay(Math.random() * longestPauseMs);
  }
}

async function claimed(file: string): Promise<Lease> {
  const holder: Holder = {
    pid: process.pid,
    machine: await machineOf(),
    started: await startOf(process.pid),
    since: new Date().toISOString(),
  };
  try {
    return Lease.take(file, JSON.stringify(holder));
  } catch (cause) {
    throw storeError('write', file, cause);
  }
}

async function otherHolder(parent: string, prefix: string, own: string): Promise<Holder | undefined> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix) || !name.endsWith(suffix) || name === own) continue;
    const file = path.join(parent, name);
    const holder = await holderOf(file);
    if (await isAlive(file, holder)) return holder;
    await rm(file, { force: true });
  }
  return undefined;
}

/** What a claim says; of one that is only just being written that it is somebody's. */
async function holderOf(file: string): Promise<Holder> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return { pid: 0, machine: '', started: null, since: '' };
  }
}

async function isAlive(file: string, { pid, machine, started }: Holder): Promise<boolean> {
  if (machine !== (await machineOf())) return (await isHeld(file)) === true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return started === (await startOf(pid)) && (started !== null || (await isHeld(file)) === true);
}

async function machineOf(): Promise<string> {
  const space = await readlink('/proc/self/ns/pid').catch(() => process.platform);
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return `${hostname()} ${space} ${boot.trim()}`;
}

/** The 22nd field of /proc/<pid>/stat; the second one, a name in brackets, may hold blanks. */
async function startOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

async function told({ pid, machine, since }: Holder): Promise<string> {
  if (pid === process.pid && machine === (await machineOf())) return 'this process itself';
  const host = machine.split(' ')[0];
  return pid === 0 ? 'another process' : `process ${pid} on ${host} since ${since}`;
}
