import { realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import ipaddr from 'ipaddr.js';
import pLimit from 'p-limit';
import { z } from 'zod';
import { ArgumentError, SetAside } from '../../errors/index.js';
import { ImageError } from '../../images/index.js';
import { projectPath } from '../../store/index.js';
import type { Product } from '../product.js';
import { Downloader } from './download.js';
import { localPhoto } from './local-photo.js';
import { PhotoCache } from './photo-cache.js';

export interface LoadPhotosOptions {
  /** Where downloaded photos are kept, each under the SHA-256 of its address; default `checkpoints/photos`. */
  readonly cacheDir?: string;
  /** Products at a time; default 8. */
  readonly concurrency?: number;
  /** Images tried for a product before it is left without one; default 3. */
  readonly imagesPerProduct?: number;
  /** Default 20 MB. */
  readonly maxBytes?: number;
  /** Default 50 million. */
  readonly maxPixels?: number;
  /** Default 5. */
  readonly maxRedirects?: number;
  /** Default 5,000. */
  readonly connectTimeoutMs?: number;
  /** For one attempt, from looking the host up to the last byte; default 20,000. */
  readonly timeoutMs?: number;
  /** Further attempts after a network error, a timeout, HTTP 429 or 5xx, with growing pauses; default 3. */
  readonly retries?: number;
  /** Addresses or ranges ('10.1.0.0/16') to fetch from though they are not public: a company's own image server. */
  readonly allowAddresses?: readonly string[];
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface PhotoFailure {
  /** Of the product. */
  readonly id: string;
  /** The image as the catalogue names it, without password and query. */
  readonly source: string;
  readonly reason: string;
}

/** The main photo of each product, as a file on this machine. */
export interface PhotoSet {
  /** Absolute, in the order of the products; null for a product without a usable photo. */
  readonly paths: readonly (string | null)[];
  /** Products that list images none of which could be used: the first of them, and why. */
  readonly failures: readonly PhotoFailure[];
  /** First images that could not be used where a later one of the product took their place. */
  readonly replaced: readonly PhotoFailure[];
  /** Products with a photo. */
  readonly found: number;
  /** Products that list no image. */
  readonly unlisted: number;
  /** Photos fetched in this call; the others were on this machine already. */
  readonly downloaded: number;
}

const count = (least: number, preset: number) => z.int().min(least).default(preset);
const addressRange = z
  .string()
  .refine((range) => ipaddr.isValid(range) || ipaddr.isValidCIDR(range), 'not an address or range');
const optionsSchema = z.object({
  cacheDir: z.string().min(1).optional(),
  concurrency: count(1, 8),
  imagesPerProduct: count(1, 3),
  maxBytes: count(1, 20 * 1024 * 1024),
  maxPixels: count(1, 50_000_000),
  maxRedirects: count(0, 5),
  connectTimeoutMs: count(1, 5000),
  timeoutMs: count(1, 20_000),
  retries: count(0, 3),
  allowAddresses: z.array(addressRange).default([]),
});

/**
 * Finds the main photo of every product: the first of its images that can be used. An image is a path relative to
 * the catalogue's folder, which it must not lead out of, or an http(s) address, which is fetched once and then kept
 * on disk. Downloads are decoded before they are kept; files get their header checked. Addresses that are not public
 * are refused, after every redirect too. A photo that fails never stops the run: its product is listed in `failures`.
 * A host that does not answer is given up after some seconds for the rest of the call.
 *
 * @throws {ArgumentError} for an option out of its range
 * @throws {StoreError} where the cache cannot be written
 * @throws the signal's reason once it is aborted
 */
export async function loadPhotos(
  catalog: { readonly path: string; readonly products: readonly Pick<Product, 'id' | 'images'>[] },
  options: LoadPhotosOptions = {},
): Promise<PhotoSet> {
  const parsed = optionsSchema.safeParse(options);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0];
    throw new ArgumentError(`loadPhotos: option ${path.join('.')}: ${message}`);
  }
  const limits = parsed.data;
  const { products } = catalog;
  const folder = await realpath(dirname(catalog.path));
  const cacheDir = limits.cacheDir ? projectPath(limits.cacheDir) : projectPath('checkpoints', 'photos');
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const downloader = await Downloader.create(limits);
  const cache = new PhotoCache(cacheDir, downloader, limits.maxPixels);
  const paths: (string | null)[] = products.map(() => null);
  const firstFailures: (PhotoFailure | undefined)[] = products.map(() => undefined);
  let done = 0;

  const mainPhoto = async (index: number): Promise<void> => {
    const { id, images } = products[index];
    for (const source of images.slice(0, limits.imagesPerProduct)) {
      signal.throwIfAborted();
      try {
        const isRemote = /^https?:/i.test(source);
        paths[index] = await (isRemote
          ? cache.path(source, signal)
          : localPhoto(folder, source, limits.maxPixels));
        break;
      } catch (error) {
        if (!(error instanceof SetAside || error instanceof ImageError)) throw error;
        firstFailures[index] ??= { id, source: withoutSecrets(source), reason: error.message };
      }
    }
    options.onProgress?.(++done, products.length);
  };

  const limit = pLimit(limits.concurrency);
  const tasks = products.map((_, index) => limit(() => mainPhoto(index)));
  try {
    await Promise.all(tasks);
  } catch (error) {
    stop.abort(error);
    await Promise.allSettled(tasks);
    throw error;
  } finally {
    await downloader.close();
  }
  const failuresOf = (among: (path: string | null) => boolean) =>
    firstFailures.flatMap((failure, i) => (failure && among(paths[i]) ? [failure] : []));
  return {
    paths,
    failures: failuresOf((path) => path === null),
    replaced: failuresOf((path) => path !== null),
    found: paths.filter((path) => path !== null).length,
    unlisted: products.filter(({ images }) => images.length === 0).length,
    downloaded: cache.downloaded,
  };
}

/** An address without what may be secret in it: user, password and query. */
function withoutSecrets(source: string): string {
  if (!URL.canParse(source)) return source.replace(/\?.*/s, '');
  const url = new URL(source);
  if (!/^https?:$/.test(url.protocol)) return source.slice(0, 200);
  return `${url.origin}${url.pathname}`;
}
