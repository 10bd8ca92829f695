import path from 'node:path';
import { z } from 'zod';
import { ArgumentError, shown } from '../errors/index.js';
import { ServiceClient, ServiceError, serviceAddress, serviceKey, setting } from '../http/index.js';
import { fetchPictures } from '../images/index.js';
import { parseOptions, type Rejected } from '../records/index.js';
import { projectPath, writeFileAtomic } from '../store/index.js';
import { jsonLines } from './json-lines.js';
import { type CollectionRun, openCollection, saveState } from './run-folder.js';
import { keptSession } from './session.js';
import type { Row, Session, Source } from './source.js';
import { behance } from './sources/behance.js';
import { dribbble } from './sources/dribbble.js';
import { facebook } from './sources/facebook.js';
import { instagram } from './sources/instagram.js';
import { linkedin } from './sources/linkedin.js';
import { optimizely } from './sources/optimizely.js';

const sources = { instagram, facebook, linkedin, dribbble, behance, optimizely } as const satisfies Record<
  string,
  Source
>;

/** A platform that posts can be collected from. */
export type CollectPlatform = keyof typeof sources;

/** Services that `collect` knows. */
export const collectPlatforms = Object.keys(sources) as CollectPlatform[];

export interface CollectOptions {
  /** Time from which on records are collected. */
  readonly since: Date;
  /** Folder in which a folder is made for each collection. Default `data/collected`. */
  readonly folder?: string;
  /** Another address of the service, https or on this machine. */
  readonly baseUrl?: string;
  /** Account, page, organisation, member or project to collect from. Default what the platform's variable names. */
  readonly account?: string;
  /** Whether to download the images. Default true. */
  readonly images?: boolean;
  /** Time for one attempt, to the last byte, in ms. Default 30,000. */
  readonly timeoutMs?: number;
  /** Further attempts after a failure that may pass. Default 4. */
  readonly retries?: number;
  /** The first pause between attempts, in ms; each later one is twice as long. Default 1,000. */
  readonly pauseMs?: number;
  /** Ranges of addresses that are not public to fetch images from. */
  readonly allowAddresses?: readonly string[];
  /** Pages that are followed at most. Default 2,000. */
  readonly maxPages?: number;
  /** Told after each page. */
  readonly onProgress?: (pages: number, records: number) => void;
  /** Ends the collection; what was read until then stays in its folder. */
  readonly signal?: AbortSignal;
}

export interface Collection {
  readonly platform: CollectPlatform;
  /** state.json, answers/ (what the service said, a file a request), and the records. */
  readonly folder: string;
  /** posts.jsonl for `readSocialPosts`, or ab-tests.jsonl for `readAbTests`. */
  readonly recordsPath: string;
  readonly records: number;
  readonly pages: number;
  /** Requests that were answered in this call; what an earlier, interrupted one got is not asked for again. */
  readonly requests: number;
  /** It went on with an interrupted collection. */
  readonly resumed: boolean;
  /** The service named a page that it had given before, after which nothing new comes: the collection ends there. */
  readonly repeated: boolean;
  /** Images that could not be had, and why. */
  readonly imageFailures: readonly Rejected<'id' | 'source'>[];
}

const limitsSchema = z.object({
  maxPages: z.int().min(1).default(2000),
  timeoutMs: z.int().min(1).default(30_000),
  retries: z.int().min(0).default(4),
  pauseMs: z.int().min(1).default(1000),
});

/**
 * Collects what was posted, or tested, and how it did, from a service's own API. The token is read from the environment
 * or .env (names in .env.example) and goes into the requests only. Every answer is kept as it came; a collection that
 * was interrupted goes on where it stopped when it is called again within a day with the same start. Requests that fail
 * in passing are tried again, limits are kept to as Retry-After says, up to a minute. Images are fetched as
 * `fetchPictures` does, from public addresses only.
 * @throws {ServiceError} with 'no key' or 'refused' when the token is missing or wrong, naming its variable; else what went wrong with the service.
 * @throws {ArgumentError} for an unknown platform, an address that a key is not sent to, or no account.
 * @example
 * const { recordsPath } = await collect('instagram', { since: new Date('2026-01-01') });
 * const { records } = await readSocialPosts(recordsPath); // SocialPost[]
 */
export async function collect(platform: CollectPlatform, options: CollectOptions): Promise<Collection> {
  const source: Source | undefined = Object.hasOwn(sources, platform) ? sources[platform] : undefined;
  if (!source)
    throw new ArgumentError(
      `nothing is known of ${shown(platform)}; collect from ${collectPlatforms.join(', ')}`,
    );
  const { maxPages, ...attempts } = parseOptions('collect', limitsSchema, options);
  const { since } = options;
  if (!(since instanceof Date) || Number.isNaN(since.getTime()) || since.getTime() > Date.now())
    throw new ArgumentError(`collect: since is ${shown(since)}; give a date that is not in the future`);
  const address = serviceAddress(options.baseUrl ?? source.baseUrl, 'baseUrl');
  const { service } = source.dialect;
  const key = serviceKey(service, source.tokenVariable);
  const account = accountOf(source, options.account);
  const client = new ServiceClient({
    ...source.dialect,
    ...attempts,
    key,
    repeatable: true,
    whenLimited: 'run again later, it goes on where it stopped',
  });
  const parent = path.join(projectPath(options.folder ?? 'data/collected'), platform);
  const wanted = { platform, account, address, since: since.toISOString() };
  const run = await openCollection(parent, wanted, source.first);
  const { folder, state, resumed } = run;
  const ask = (at: string) => client.send(address + at, { signal: options.signal });
  const session = keptSession(folder, service, ask, { account, since });
  const { rows, pages, repeated } = await allPages(source, session, run, { ...options, maxPages });
  const isPosts = source.kind === 'posts';
  const { local, failures } =
    isPosts && options.images !== false
      ? await withImages(rows, folder, options)
      : { local: rows, failures: [] };
  const recordsPath = path.join(folder, isPosts ? 'posts.jsonl' : 'ab-tests.jsonl');
  await writeFileAtomic(recordsPath, jsonLines(local));
  await saveState(folder, { ...state, pages, next: null, finished: true });
  return {
    platform,
    folder,
    recordsPath,
    records: local.length,
    pages,
    requests: client.requests,
    resumed,
    repeated,
    imageFailures: failures,
  };
}

/** The records of all pages, to one that was there before; after each one that is new, the state says so. */
async function allPages(
  source: Source,
  session: Session,
  { folder, state }: CollectionRun,
  { signal, onProgress, maxPages }: CollectOptions & { readonly maxPages: number },
): Promise<{ rows: Row[]; pages: number; repeated: boolean }> {
  const rows: Row[] = [];
  const [cursors, ids] = [new Set<string>(), new Set<unknown>()];
  let pages = 0;
  for (let cursor: string | null = source.first; cursor !== null; ) {
    signal?.throwIfAborted();
    if (cursors.has(cursor)) return { rows, pages, repeated: true };
    if (pages === maxPages) throw endless(source, maxPages);
    const page = await source.page(session, cursor, `page-${String(pages + 1).padStart(4, '0')}`);
    if (page.rows.length > 0 && page.rows.every(({ id }) => ids.has(id))) {
      return { rows, pages, repeated: true };
    }
    cursors.add(cursor);
    for (const row of page.rows) ids.add(row.id);
    rows.push(...page.rows);
    cursor = page.next;
    pages++;
    if (pages > state.pages) await saveState(folder, { ...state, pages, next: cursor });
    onProgress?.(pages, rows.length);
  }
  return { rows, pages, repeated: false };
}

function endless({ dialect: { service } }: Source, maxPages: number): ServiceError {
  return new ServiceError(
    `${service} names a further page after ${maxPages}; give a later start, or more pages (--max-pages) to go on where it stopped`,
    { service, fault: 'malformed' },
  );
}

function accountOf(source: Source, given: string | undefined): string {
  if (source.accountVariable === null) return 'me';
  const account = given ?? setting(source.accountVariable);
  if (account && /^[\w.-]+$/.test(account)) return account;
  throw new ArgumentError(
    account
      ? `${source.accountVariable} is ${shown(account)}; give the bare id, letters, digits, dots and dashes`
      : `no account for ${source.dialect.service}: put ${source.accountVariable}=… into .env (see .env.example) or into the environment`,
  );
}

/** The rows with their images as files beside the records; an image that cannot be had stays an address. */
async function withImages(rows: readonly Row[], folder: string, options: CollectOptions) {
  const { paths, refused } = await fetchPictures(
    rows.map(({ image }) => (typeof image === 'string' ? [image] : [])),
    { cacheDir: path.join(folder, 'images'), allowAddresses: options.allowAddresses, signal: options.signal },
  );
  const failures = refused.flatMap((failure, i) => (failure ? [{ id: String(rows[i].id), ...failure }] : []));
  const local = rows.map((row, i) => {
    const file = paths[i];
    return file === null ? row : { ...row, image: path.relative(folder, file).split(path.sep).join('/') };
  });
  return { local, failures };
}
