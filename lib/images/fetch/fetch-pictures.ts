import ipaddr from 'ipaddr.js';
import pLimit from 'p-limit';
import { z } from 'zod';
import { SetAside } from '../../errors/index.js';
import { parseOptions, type Rejected } from '../../records/index.js';
import { projectPath } from '../../store/index.js';
import { ImageError } from '../errors.js';
import { Downloader } from './downloader.js';
import { localPicture, pictureFolders } from './local-picture.js';
import { PictureCache } from './picture-cache.js';

/** Where pictures are kept, and the limits of fetching them. */
export interface FetchPicturesOptions {
  /** Where downloaded pictures are kept, each under the SHA-256 of its address. Default `checkpoints/photos`. */
  readonly cacheDir?: string;
  /** Pictures that are looked up at a time. Default 8. */
  readonly concurrency?: number;
  /** Largest download, in bytes. Default 20 MB. */
  readonly maxBytes?: number;
  /** Most pixels that a picture may have. Default 50 million. */
  readonly maxPixels?: number;
  /** Redirects that are followed for one picture. Default 5. */
  readonly maxRedirects?: number;
  /** Time for name look-up, connection and TLS, in ms. Default 5,000. */
  readonly connectTimeoutMs?: number;
  /** Time for one attempt, from looking the host up to the last byte, in ms. Default 20,000. */
  readonly timeoutMs?: number;
  /** Further attempts after a network error, a timeout, HTTP 429 or 5xx, with growing pauses. Default 3. */
  readonly retries?: number;
  /**
   * Addresses or ranges ('10.1.0.0/16') to fetch from though they are not public, such as a company's own image
   * server. Default none.
   */
  readonly allowAddresses?: readonly string[];
  /** Called after each picture: how many are done, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the downloads. */
  readonly signal?: AbortSignal;
}

/** Pictures as files on this machine. */
export interface FetchedPictures {
  /** Absolute, in the order of what was wanted; null where none of its sources could be used. */
  readonly paths: readonly (string | null)[];
  /** The first source of each that could not be used; null where there is none. */
  readonly refused: readonly (Rejected<'source'> | null)[];
  /** Pictures fetched in this call; the others were on this machine already. */
  readonly downloaded: number;
}

const count = (least: number, preset: number) => z.int().min(least).default(preset);
const addressRange = z
  .string()
  .refine((range) => ipaddr.isValid(range) || ipaddr.isValidCIDR(range), 'not an address or range');
const optionsSchema = z.object({
  cacheDir: z.string().min(1).optional(),
  concurrency: count(1, 8),
  maxBytes: count(1, 20 * 1024 * 1024),
  maxPixels: count(1, 50_000_000),
  maxRedirects: count(0, 5),
  connectTimeoutMs: count(1, 5000),
  timeoutMs: count(1, 20_000),
  retries: count(0, 3),
  allowAddresses: z.array(addressRange).default([]),
});

/**
 * Pictures by their sources: the first of each list that can be used. A source is an http(s) address, which is fetched
 * once and then kept on disk, or a path in one of `folders`, out of which it must not lead; without a folder, paths are
 * refused. Downloads are decoded before they are kept; files get their header checked. Addresses that are not
 * public are refused, after every redirect too. A picture that fails never stops the others. A host that does not
 * answer is given up after some seconds for the rest of the call.
 *
 * @throws {ArgumentError} for an option out of its range.
 * @throws {StoreError} where the cache cannot be written.
 * @throws {unknown} the signal's reason once it is aborted.
 * @example
 * const { paths } = await fetchPictures([['https://example.org/a.jpg'], []]); // ['/…/checkpoints/photos/9f…', null]
 */
export async function fetchPictures(
  wanted: readonly (readonly string[])[],
  options: FetchPicturesOptions & { readonly folders?: readonly string[] } = {},
): Promise<FetchedPictures> {
  const {
    cacheDir = 'checkpoints/photos',
    maxPixels,
    concurrency,
    ...limits
  } = parseOptions('fetchPictures', optionsSchema, options);
  const folders = await pictureFolders(options.folders ?? []);
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const downloader = new Downloader(limits);
  const cache = new PictureCache(projectPath(cacheDir), downloader, maxPixels);
  const paths: (string | null)[] = wanted.map(() => null);
  const refused: (Rejected<'source'> | null)[] = wanted.map(() => null);
  let done = 0;

  const pathOf = (source: string): Promise<string> =>
    /^https?:/i.test(source) ? cache.path(source, signal) : localPicture(folders, source, maxPixels);
  const find = async (sources: readonly string[], index: number): Promise<void> => {
    for (const source of sources) {
      signal.throwIfAborted();
      try {
        paths[index] = await pathOf(source);
        break;
      } catch (error) {
        if (!(error instanceof SetAside || error instanceof ImageError)) throw error;
        refused[index] ??= { source: withoutSecrets(source), reason: error.message };
      }
    }
    options.onProgress?.(++done, wanted.length);
  };

  const limit = pLimit(concurrency);
  const tasks = wanted.map((sources, index) => limit(() => find(sources, index)));
  try {
    await Promise.all(tasks);
  } catch (error) {
    stop.abort(error);
    await Promise.allSettled(tasks);
    throw error;
  } finally {
    await downloader.close();
  }
  return { paths, refused, downloaded: cache.downloaded };
}

/** An address without what may be secret in it: user, password and query. */
function withoutSecrets(source: string): string {
  if (!URL.canParse(source)) return source.replace(/\?.*/s, '');
  const url = new URL(source);
  if (!/^https?:$/.test(url.protocol)) return source.slice(0, 200);
  return `${url.origin}${url.pathname}`;
}
