import { availableParallelism } from 'node:os';
import { messageOf } from '../../errors/index.js';
import { contentKey, EmbeddingCache, fileContentKey, projectPath } from '../../store/index.js';
import { startThread } from '../../threads/index.js';
import { type Matrix, matrix } from '../../vectors/index.js';
import { featureVersion, visualFeatureNames } from '../features/feature-list.js';

export interface ExtractOptions {
  /** Folder that features are kept in, by the content of the image. Default `checkpoints/creative-features`. */
  readonly cacheDir?: string;
  /** Threads that take images apart. Default one a core. */
  readonly threads?: number;
  /** Called after each image: how many are done, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the extraction; features that were measured stay in the cache. */
  readonly signal?: AbortSignal;
}

export interface ExtractedFeatures {
  /** One row a path, of `visualFeatureNames`; NaN where the image cannot be looked at. */
  readonly features: Matrix;
  /** `contentKey` of each file; null where it cannot be read. */
  readonly keys: readonly (string | null)[];
  /** Why a path has no features, by its row. */
  readonly failures: ReadonlyMap<number, string>;
}

const perWrite = 64;

/**
 * The visual features of image files, on all cores; what was computed before comes from the cache.
 * @throws {StoreError} when the cache cannot be written; the signal's reason once it is aborted
 */
export async function extractFeatures(
  paths: readonly string[],
  options: ExtractOptions = {},
): Promise<ExtractedFeatures> {
  const { threads = availableParallelism(), onProgress, signal } = options;
  const cacheDir = projectPath(options.cacheDir ?? 'checkpoints/creative-features');
  const encoderId = `visual features ${featureVersion} ${contentKey(visualFeatureNames.join())}`;
  const cache = await EmbeddingCache.open(cacheDir, encoderId, visualFeatureNames.length);
  const { keys, rowsOf, failures } = await contentOf(paths);
  const features = matrix(paths.length, visualFeatureNames.length);
  features.data.fill(Number.NaN);
  let done = failures.size;
  const finished = (rows: number) => {
    done += rows;
    onProgress?.(done, paths.length);
  };
  try {
    const known = await copyKnown(cache, rowsOf, features);
    if (known > 0) finished(known);
    const queue = [...rowsOf].filter(([key]) => !cache.has(key));
    const writer = new FeatureWriter(cache, features);
    const take = ([key, rows]: Content, found: Float32Array | string) => {
      if (typeof found === 'string') for (const row of rows) failures.set(row, found);
      else {
        for (const row of rows) features.data.set(found, row * features.cols);
        writer.add(key, rows[0]);
      }
      finished(rows.length);
    };
    const work = () => measureInThread(queue, paths, take, signal);
    const count = Math.min(Math.max(1, threads), queue.length);
    const outcomes = await Promise.allSettled(Array.from({ length: count }, work));
    await writer.end();
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  } finally {
    await cache.close();
  }
  return { features, keys, failures };
}

/** The key of an image's content, and the rows that have it. */
type Content = readonly [key: string, rows: readonly number[]];

async function contentOf(paths: readonly string[]) {
  const failures = new Map<number, string>();
  const keys: (string | null)[] = [];
  const rowsOf = new Map<string, number[]>();
  for (const [row, path] of paths.entries()) {
    const key = await fileContentKey(path).catch((error) => {
      failures.set(row, messageOf(error));
      return null;
    });
    keys.push(key);
    if (key !== null) rowsOf.set(key, [...(rowsOf.get(key) ?? []), row]);
  }
  return { keys, rowsOf, failures };
}

/** Copies what the cache has, and says how many rows that were. */
async function copyKnown(
  cache: EmbeddingCache,
  rowsOf: ReadonlyMap<string, readonly number[]>,
  features: Matrix,
): Promise<number> {
  const known = [...rowsOf].filter(([key]) => cache.has(key));
  const wanted = known.flatMap(([key, rows]) => rows.map((row) => ({ key, row })));
  await cache.readInto(
    features,
    wanted.map(({ key }) => key),
    wanted.map(({ row }) => row),
  );
  return wanted.length;
}

/** Takes images from the queue and apart, one after another, in a thread of its own. */
async function measureInThread(
  queue: Content[],
  paths: readonly string[],
  take: (content: Content, found: Float32Array | string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const thread = startThread('creative/posts/feature-worker.js', { native: true });
  try {
    for (let next = queue.pop(); next; next = queue.pop()) {
      signal?.throwIfAborted();
      take(next, await thread.call<Float32Array>('features', paths[next[1][0]]).catch(messageOf));
    }
  } finally {
    await thread.end();
  }
}

/** Writes fresh features to the cache, some at a time. */
class FeatureWriter {
  readonly #cache: EmbeddingCache;
  readonly #features: Matrix;
  #fresh: { readonly key: string; readonly row: number }[] = [];
  #writing = Promise.resolve();

  constructor(cache: EmbeddingCache, features: Matrix) {
    this.#cache = cache;
    this.#features = features;
  }

  add(key: string, row: number): void {
    this.#fresh.push({ key, row });
    if (this.#fresh.length >= perWrite) this.#write();
  }

  /** Writes what is left; all is on the disk when this resolves. */
  async end(): Promise<void> {
    this.#write();
    await this.#writing;
  }

  #write(): void {
    const batch = this.#fresh;
    if (batch.length === 0) return;
    this.#fresh = [];
    const { data, cols } = this.#features;
    const vectors = matrix(batch.length, cols);
    for (const [i, { row }] of batch.entries()) {
      vectors.data.set(data.subarray(row * cols, (row + 1) * cols), i * cols);
    }
    const keys = batch.map(({ key }) => key);
    this.#writing = this.#writing.then(() => this.#cache.append(keys, vectors));
  }
}
