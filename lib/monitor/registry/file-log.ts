import { randomBytes } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../../errors/index.js';
import { makeFolder, sha256, storeError, syncFolder } from '../../store/index.js';
import {
  eventKinds,
  type LoggedEvents,
  type NewEvent,
  type RegistryEvent,
  type RegistryLog,
} from './events.js';

const lineSchema = z.strictObject({
  id: z.string(),
  after: z.string(),
  at: z.string(),
  who: z.string(),
  what: z.enum(eventKinds),
  why: z.string(),
  versions: z.array(z.string()),
  key: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
  /** Characters of an unfinished line that this one follows. */
  torn: z.int().positive().optional(),
});
type Line = z.infer<typeof lineSchema>;

/**
 * A registry's log as a file of JSON lines. Every line names the event that it follows: of two processes that append at
 * once, the second named an event that is no longer the last, and its line counts for nobody. Every line ends with a
 * checksum of itself (those of older versions have none, and are read as strictly as their form allows); one that does
 * not hold is an error. Only a last line that a power cut left unfinished is no event and no error, and the line written
 * after it says so.
 */
export class FileLog implements RegistryLog {
  readonly #path: string;

  constructor(file: string) {
    this.#path = file;
  }

  async read(): Promise<LoggedEvents> {
    const { events, ids } = parseLog(await this.#text(), this.#path);
    return { events, last: ids.at(-1) ?? '' };
  }

  async append(event: NewEvent, last: string): Promise<boolean> {
    const before = await this.#text();
    const torn = before.length - (before.lastIndexOf('\n') + 1);
    const id = randomBytes(8).toString('hex');
    const at = new Date().toISOString();
    const line = sealed({ id, after: last, at, ...event, ...(torn > 0 ? { torn } : {}) });
    const folder = path.dirname(this.#path);
    await makeFolder(folder);
    try {
      const handle = await open(this.#path, 'a');
      try {
        // One write in append mode: lines of two processes follow each other and never mix.
        await handle.appendFile(`${torn > 0 ? '\n' : ''}${line}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      // The file is new: its name has to survive a power cut too.
      if (before === '') await syncFolder(folder);
    } catch (cause) {
      throw storeError('write', this.#path, cause);
    }
    return parseLog(await this.#text(), this.#path).ids.includes(id);
  }

  async #text(): Promise<string> {
    return readFile(this.#path, 'utf8').catch((cause) => {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw storeError('read', this.#path, cause);
    });
  }
}

/** The events that count, and their ids. @throws {UserError} naming file and line of what is damaged */
function parseLog(text: string, file: string) {
  const events: RegistryEvent[] = [];
  const ids: string[] = [];
  const registered = new Set<string>();
  const refuse = (line: number, why: string): never => {
    throw new UserError(
      `${file}, line ${line}: ${why}; restore the file from a copy, nothing is read from it or written to it until then`,
    );
  };
  const lines = text.split('\n');
  for (const [i, line] of lines.entries()) {
    if (line === '') continue;
    const parsed = parseLine(line);
    if (!parsed) {
      if (isUnfinished(lines, i)) continue;
      return refuse(i + 1, 'the event is damaged');
    }
    const { id, after, torn: _, ...event } = parsed;
    if (after !== (ids.at(-1) ?? '')) {
      if (after === '' || ids.includes(after)) continue;
      return refuse(i + 1, 'it follows an event that is not in the file');
    }
    if (event.what === 'register') for (const version of event.versions) registered.add(version);
    const points = event.what === 'candidate' || event.what === 'promote' || event.what === 'rollback';
    if (points && !event.versions.every((version) => registered.has(version)))
      refuse(i + 1, `it names version ${event.versions.join(', ')}, which was never registered`);
    ids.push(id);
    events.push({ sequence: events.length + 1, ...event });
  }
  return { events, ids };
}

/** Whether a line that is no event was cut short when it was written, rather than changed later. */
function isUnfinished(lines: readonly string[], at: number): boolean {
  const isLast = at === lines.length - 1;
  // A whole event with another character where its line ended.
  if (isLast) return parseLine(lines[at].slice(0, -1)) === undefined;
  const next = lines.slice(at + 1).find((line) => line !== '');
  const follower = next === undefined ? undefined : parseLine(next);
  if (!follower) return false;
  // Older versions did not say that they went on after an unfinished line.
  return follower.torn === lines[at].length || (!isSealed(next as string) && !lines[at].endsWith('}'));
}

const seal = /^(.*),"sum":"([0-9a-f]{16})"\}$/s;

function isSealed(line: string): boolean {
  return seal.test(line);
}

function sealed(line: Line | object): string {
  const json = JSON.stringify(line);
  return `${json.slice(0, -1)},"sum":"${checksum(json)}"}`;
}

function checksum(json: string): string {
  return sha256(json).slice(0, 16);
}

function parseLine(line: string): Line | undefined {
  const [, body, sum] = seal.exec(line) ?? [];
  const json = body === undefined ? line : `${body}}`;
  if (body !== undefined && checksum(json) !== sum) return undefined;
  try {
    return lineSchema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}
