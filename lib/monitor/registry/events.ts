import { randomBytes } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { makeFolder, storeError } from '../../store/index.js';

export const eventKinds = ['register', 'candidate', 'promote', 'rollback', 'prune', 'note'] as const;
/** What happened to a registry. */
export type EventKind = (typeof eventKinds)[number];

/** One line of a registry's log: what was done to which versions, by whom, when and why. */
export interface RegistryEvent {
  /** The order of the changes, from 1. */
  readonly sequence: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly who: string;
  readonly what: EventKind;
  readonly why: string;
  /** The versions concerned; for 'promote' and 'rollback' the new champion. */
  readonly versions: readonly string[];
  /** Of a job that must not do the same thing twice. */
  readonly key?: string;
  /** Numbers behind the decision. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export type NewEvent = Omit<RegistryEvent, 'sequence' | 'at'>;

const lineSchema = z.object({
  id: z.string(),
  after: z.string(),
  at: z.string(),
  who: z.string(),
  what: z.enum(eventKinds),
  why: z.string(),
  versions: z.array(z.string()),
  key: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});

/** The events of a log, and their ids in order; the next one must name the last. */
export interface Log {
  readonly events: readonly RegistryEvent[];
  readonly ids: readonly string[];
  /** Whether the file ends in the middle of a line. */
  readonly torn: boolean;
}

/**
 * Reads a log. Every line names the event that it follows: of two processes that append at once, the second named an
 * event that is no longer the last, and its line counts for nobody. A line torn by a power cut is no JSON and does not
 * count either.
 */
export async function readLog(path: string): Promise<Log> {
  const text = await readFile(path, 'utf8').catch((cause) => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw storeError('read', path, cause);
  });
  const events: RegistryEvent[] = [];
  const ids: string[] = [];
  for (const line of text.split('\n')) {
    const parsed = parseLine(line);
    if (!parsed || parsed.after !== lastOf(ids)) continue;
    const { id, after: _, ...event } = parsed;
    ids.push(id);
    events.push({ sequence: events.length + 1, ...event });
  }
  return { events, ids, torn: text !== '' && !text.endsWith('\n') };
}

/**
 * Appends an event after those of `log`, on the disk when this returns.
 * @returns whether it counts; false where another process appended first: read again, decide again.
 */
export async function appendEvent(path: string, log: Log, event: NewEvent): Promise<boolean> {
  const id = randomBytes(8).toString('hex');
  const line = JSON.stringify({ id, after: lastOf(log.ids), at: new Date().toISOString(), ...event });
  await makeFolder(dirname(path));
  try {
    const handle = await open(path, 'a');
    try {
      // One write in append mode: lines of two processes follow each other and never mix.
      await handle.appendFile(`${log.torn ? '\n' : ''}${line}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw storeError('write', path, cause);
  }
  return (await readLog(path)).ids.includes(id);
}

function lastOf(ids: readonly string[]): string {
  return ids[ids.length - 1] ?? '';
}

function parseLine(line: string) {
  if (line === '') return undefined;
  try {
    return lineSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
