import { shown, UserError } from '../errors/index.js';
import { contentKey, type EmbeddingCache } from '../store/index.js';
import { type Matrix, matrix, row, selectRows } from '../vectors/index.js';
import { checkedBatchSize } from './batch-size.js';
import type { EncodedBatch, Encoder } from './encoder.js';

/** Where vectors are kept, in which batches they are made, and who hears of progress. */
export interface EmbedOptions {
  /** Where vectors of earlier runs are, and where new ones go; opened with the encoder's id and dim. */
  readonly cache?: EmbeddingCache;
  /**
   * What each item is known by: `contentKey` of a text, which is the default, or `photoKeys` of files. Items with one
   * key are encoded once; null marks an item that is always encoded and never cached.
   */
  readonly contentKeys?: readonly (string | null)[];
  /** Items a batch; the encoder's own choice when left out. */
  readonly batchSize?: number;
  /** How many items have their vector, or failed, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops between two batches; what is finished stays in the cache. */
  readonly signal?: AbortSignal;
}

/** Vectors, one row an item, and what could not be encoded. */
export interface Embedded {
  /** items.length × encoder.dim; rows of failed items are 0. */
  readonly vectors: Matrix;
  /** Items without a vector, by position, with the reason. They are tried again next time. */
  readonly failed: ReadonlyMap<number, string>;
  /** Different contents that the encoder turned into a vector in this call. */
  readonly encoded: number;
  /** Different contents whose vector the cache had. */
  readonly reused: number;
  /** Records that the cache found damaged when it was opened; their items were encoded again. */
  readonly damaged: number;
  readonly seconds: number;
}

const itemsPerAppend = 256;
const secondsPerAppend = 2;

/**
 * Encodes texts or photos, taking from the cache what it has and adding to it what is new, durably, at least every
 * 256 items or 2 s, so that a run killed at any moment goes on where it was. The vectors are the same bytes whatever
 * was cached, given that the encoder's vector of an item does not depend on the rest of its batch. Memory beside the
 * result: one batch, and a few hundred bytes an item.
 *
 * @throws {UserError} naming the item when a vector has a NaN or an infinity; nothing of that batch is cached.
 * @throws {ArgumentError} when the batch size is no whole number of at least 1.
 */
export async function embed(
  items: readonly string[],
  encoder: Encoder<string>,
  options: EmbedOptions = {},
): Promise<Embedded> {
  const started = performance.now();
  const { cache, onProgress, batchSize } = options;
  if (batchSize !== undefined) checkedBatchSize(batchSize);
  const keys = options.contentKeys ?? items.map((item) => contentKey(item));
  if (keys.length !== items.length) {
    throw new UserError(`embed: ${keys.length} content keys for ${items.length} items; give one an item`);
  }
  const vectors = matrix(items.length, encoder.dim);
  const failed = new Map<number, string>();
  const firstWith = positionsOfFirst(keys);
  const distinct = firstWith.filter((first, i) => first === i);
  const isCached = (i: number) => keys[i] !== null && cache?.has(keys[i]) === true;
  const known = distinct.filter(isCached);
  const wanted = distinct.filter((i) => !isCached(i));

  await cache?.readInto(
    vectors,
    known.map((i) => keys[i]!),
    known,
  );
  let done = items.length - wanted.length;
  onProgress?.(done, items.length);
  const finished = appender(vectors, keys, cache);
  try {
    for await (const batch of batchesOf(items, wanted, encoder, options)) {
      copyRows(batch, vectors, items, encoder);
      for (const [i, reason] of batch.failed ?? []) failed.set(i, reason);
      await finished.add(batch.indices.filter((i) => !failed.has(i)));
      done += batch.indices.length;
      onProgress?.(done, items.length);
    }
  } finally {
    await finished.flush();
  }

  const failedContents = failed.size;
  firstWith.forEach((first, i) => {
    if (first === i) return;
    vectors.data.copyWithin(i * vectors.cols, first * vectors.cols, (first + 1) * vectors.cols);
    const reason = failed.get(first);
    if (reason !== undefined) failed.set(i, reason);
  });
  return {
    vectors,
    failed: new Map([...failed].sort(([a], [b]) => a - b)),
    encoded: wanted.length - failedContents,
    reused: known.length,
    damaged: cache?.damaged ?? 0,
    seconds: (performance.now() - started) / 1000,
  };
}

/** For each item the position of the first item with its key. */
function positionsOfFirst(keys: readonly (string | null)[]): number[] {
  const first = new Map<string, number>();
  return keys.map((key, i) => {
    if (key === null) return i;
    const seen = first.get(key);
    if (seen === undefined) first.set(key, i);
    return seen ?? i;
  });
}

/** Collects finished items and appends them together, so that the disk is not waited for after every small batch. */
function appender(vectors: Matrix, keys: readonly (string | null)[], cache: EmbeddingCache | undefined) {
  let pending: number[] = [];
  let last = performance.now();
  const flush = async () => {
    if (cache && pending.length > 0) {
      const positions = pending;
      pending = [];
      await cache.append(
        positions.map((i) => keys[i]!),
        selectRows(vectors, positions),
      );
    }
    last = performance.now();
  };
  const add = async (positions: readonly number[]) => {
    for (const i of positions) if (keys[i] !== null) pending.push(i);
    const due = pending.length >= itemsPerAppend || performance.now() - last >= secondsPerAppend * 1000;
    if (due) await flush();
  };
  return { add, flush };
}

/** What the encoder makes of the items at `wanted`, with indices into `items`; each must come exactly once. */
async function* batchesOf(
  items: readonly string[],
  wanted: readonly number[],
  encoder: Encoder<string>,
  { batchSize, signal }: EmbedOptions,
): AsyncGenerator<EncodedBatch> {
  if (wanted.length === 0) return;
  signal?.throwIfAborted();
  const seen = new Uint8Array(wanted.length);
  const asked = wanted.map((i) => items[i]);
  for await (const batch of encoder.encodeBatches(asked, { batchSize })) {
    for (const j of batch.indices) {
      if (seen[j] === 1) throw new UserError(`${encoder.name} returned ${named(items, wanted[j])} twice`);
      seen[j] = 1;
    }
    const indices = batch.indices.map((j) => wanted[j]);
    const failed = new Map([...(batch.failed ?? [])].map(([j, reason]) => [wanted[j], reason]));
    yield { indices, vectors: batch.vectors, failed };
    signal?.throwIfAborted();
  }
  const missing = wanted[seen.indexOf(0)];
  if (missing !== undefined) {
    throw new UserError(`${encoder.name} did not return ${named(items, missing)}`);
  }
}

/** Row j of the batch goes to row indices[j] of the result. */
function copyRows(batch: EncodedBatch, into: Matrix, items: readonly string[], encoder: Encoder<string>) {
  batch.indices.forEach((i, j) => {
    if (batch.failed?.has(i)) return;
    const vector = row(batch.vectors, j);
    const bad = vector.findIndex((x) => !Number.isFinite(x));
    if (bad >= 0) {
      throw new UserError(
        `${encoder.name} gave ${vector[bad]} for ${named(items, i)}; take the item out, or use another model`,
      );
    }
    into.data.set(vector, i * into.cols);
  });
}

function named(items: readonly string[], i: number): string {
  return `item ${i} (${shown(items[i])})`;
}
