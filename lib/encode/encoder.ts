import type { Matrix } from '../vectors/index.js';

/** Some of the items, encoded. `indices[j]` says which item row j of `vectors` belongs to. */
export interface EncodedBatch {
  readonly indices: readonly number[];
  readonly vectors: Matrix;
  /** Items of this batch that could not be encoded, with the reason; their rows are zero. */
  readonly failed?: ReadonlyMap<number, string>;
}

export interface BatchOptions {
  /** Items a batch, at least 1; any other number is an `ArgumentError`. */
  readonly batchSize?: number;
}

/** Turns items of one kind into vectors of one length. */
export interface Encoder<Item> {
  /** Changes whenever the vectors of the same items would: model, revision or hash, preprocessing. Part of every cache key. */
  readonly id: string;
  /** For people: 'MiniLM (sentence-transformers/all-MiniLM-L6-v2)'. */
  readonly name: string;
  /** Numbers a vector. */
  readonly dim: number;
  /** True for the stand-ins that are used where a model's files cannot be had. */
  readonly fallback: boolean;
  /** Encodes in an order of its own choosing; every index comes exactly once. */
  encodeBatches(items: readonly Item[], options?: BatchOptions): AsyncIterable<EncodedBatch>;
  /** Frees the model's memory. */
  close(): Promise<void>;
}

/** Texts to vectors. */
export type TextEncoder = Encoder<string>;

/** Items are paths of image files. */
export type ImageEncoder = Encoder<string>;
