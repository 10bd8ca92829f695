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

/** The visual features of image files, on all cores; what was computed before comes from the cache. */
export async function extractFeatures(
  paths: readonly string[],
  options: ExtractOptions = {},
): Promise<ExtractedFeatures> {
  const { threads = availableParallelism(), onProgress, signal } = options;
  const cacheDir = projectPath(options.cacheDir ?? 'checkpoints/creative-features');
  const cols = visualFeatureNames.length;
  const encoderId = `visual features ${featureVersion} ${contentKey(visualFeatureNames.join())}`;
  const cache = await EmbeddingCache.open(cacheDir, encoderId, cols);
  const features = matrix(paths.length, cols);
  features.data.fill(Number.NaN);
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
  let done = failures.size;
  const finished = (rows: number) => {
    done += rows;
    onProgress?.(done, paths.length);
  };

  const kept = [...rowsOf.keys()].filter((key) => cache.has(key));
  const keptRows = kept.flatMap((key) => rowsOf.get(key)!.map((row) => ({ key, row })));
  await cache.readInto(
    features,
    keptRows.map(({ key }) => key),
    keptRows.map(({ row }) => row),
  );
  if (keptRows.length > 0) finished(keptRows.length);

  const queue = [...rowsOf].filter(([key]) => !cache.has(key));
  const fresh: { readonly key: string; readonly row: number }[] = [];
  let writing = Promise.resolve();
  const write = () => {
    const batch = fresh.splice(0);
    if (batch.length === 0) return;
    const vectors = matrix(batch.length, cols);
    batch.forEach(({ row }, i) => {
      vectors.data.set(features.data.subarray(row * cols, (row + 1) * cols), i * cols);
    });
    writing = writing.then(() =>
      cache.append(
        batch.map(({ key }) => key),
        vectors,
      ),
    );
  };
  const work = async (): Promise<void> => {
    const thread = startThread('creative/posts/feature-worker.js', { native: true });
    try {
      for (let next = queue.pop(); next; next = queue.pop()) {
        signal?.throwIfAborted();
        const [key, rows] = next;
        const found = await thread.call<Float32Array>('features', paths[rows[0]]).catch(messageOf);
        if (typeof found === 'string') for (const row of rows) failures.set(row, found);
        else {
          for (const row of rows) features.data.set(found, row * cols);
          fresh.push({ key, row: rows[0] });
          if (fresh.length >= perWrite) write();
        }
        finished(rows.length);
      }
    } finally {
      await thread.end();
    }
  };
  try {
    const count = Math.min(Math.max(1, threads), queue.length);
    const outcomes = await Promise.allSettled(Array.from({ length: count }, work));
    write();
    await writing;
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  } finally {
    await cache.close();
  }
  return { features, keys, failures };
}
