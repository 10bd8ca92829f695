import path from 'node:path';
import { type Product, productText } from '../catalog/index.js';
import {
  type Embedded,
  type EmbedOptions,
  embed,
  type ImageEncoder,
  photoKeys,
  type TextEncoder,
} from '../encode/index.js';
import type { Rejected } from '../records/index.js';
import { EmbeddingCache, projectPath, projectRoot } from '../store/index.js';
import { type Matrix, matrix, row } from '../vectors/index.js';

type Options = Pick<EmbedOptions, 'batchSize' | 'onProgress' | 'signal'>;

/**
 * Encodes the text of each product, taking what it can from `checkpoints/embeddings/`.
 * @example (await encodeTexts(products, encoder)).vectors // products.length × encoder.dim
 */
export async function encodeTexts(
  products: readonly Product[],
  encoder: TextEncoder,
  options: Options = {},
): Promise<Embedded> {
  return withCache(encoder, (cache) => embed(products.map(productText), encoder, { ...options, cache }));
}

export interface EncodedPhotos extends Omit<Embedded, 'failed'> {
  /** n × d in the order of the products; rows of products without a photo are 0. Where no product has one, d is 0. */
  readonly vectors: Matrix;
  /** Photos that could not be decoded. */
  readonly failures: readonly Rejected<'id' | 'source'>[];
}

/**
 * Encodes the photo of each product, taking what it can from `checkpoints/embeddings/`.
 * @param paths one a product, null where it has no photo
 * @example
 * const { vectors, failures } = await encodePhotos(products, photos.paths, encoder);
 * vectors // products.length × encoder.dim; rows of products without a photo are 0
 */
export async function encodePhotos(
  products: readonly Product[],
  paths: readonly (string | null)[],
  encoder: ImageEncoder,
  {
    further,
    ...options
  }: Options & {
    /** More photos of each product: its vector is the mean of those of all. */
    readonly further?: readonly (readonly string[])[];
  } = {},
): Promise<EncodedPhotos> {
  const files: string[] = [];
  /** The product of each file. */
  const rows: number[] = [];
  products.forEach((_, i) => {
    const main = paths[i];
    const all = main === null ? [] : [main, ...(further?.[i] ?? [])];
    files.push(...all);
    rows.push(...all.map(() => i));
  });
  const contentKeys = await photoKeys(files);
  const { vectors, failed, ...rest } = await withCache(encoder, (cache) =>
    embed(files, encoder, { ...options, cache, contentKeys }),
  );
  const failures = [...failed].map(([i, reason]) => ({
    id: products[rows[i]].id,
    source: path.relative(projectRoot(), files[i]),
    reason,
  }));
  const usable = files.map((_, i) => !failed.has(i));
  const means =
    files.length === 0 ? matrix(products.length, 0) : meansOf(vectors, rows, usable, products.length);
  return { ...rest, vectors: means, failures };
}

/** The mean of the rows that go to each of n; 0 where none does. */
function meansOf(vectors: Matrix, to: readonly number[], usable: readonly boolean[], n: number): Matrix {
  const means = matrix(n, vectors.cols);
  const counts = new Uint32Array(n);
  to.forEach((target, from) => {
    if (!usable[from]) return;
    const mean = row(means, target);
    const vector = row(vectors, from);
    const share = 1 / ++counts[target];
    for (let j = 0; j < mean.length; j++) mean[j] += (vector[j] - mean[j]) * share;
  });
  return means;
}

async function withCache<T>(
  encoder: TextEncoder | ImageEncoder,
  use: (cache: EmbeddingCache) => Promise<T>,
): Promise<T> {
  const cache = await EmbeddingCache.open(projectPath('checkpoints', 'embeddings'), encoder.id, encoder.dim);
  try {
    return await use(cache);
  } finally {
    await cache.close();
  }
}

/**
 * One line for people: how many vectors, and how many of them an earlier run had left.
 * @example describeEncoded(texts) // '1000 × 384: 12 encoded, 988 from earlier runs, equal ones once'
 */
export function describeEncoded({
  vectors,
  encoded,
  reused,
  damaged,
}: Pick<Embedded, 'vectors' | 'encoded' | 'reused' | 'damaged'>): string {
  if (vectors.cols === 0) return 'none';
  const mended = damaged > 0 ? `; ${damaged} damaged records of the cache dropped and done again` : '';
  return `${vectors.rows} × ${vectors.cols}: ${encoded} encoded, ${reused} from earlier runs, equal ones once${mended}`;
}
