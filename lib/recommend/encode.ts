import { relative } from 'node:path';
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

/** Encodes the text of each product, taking what it can from `checkpoints/embeddings/`. */
export async function encodeTexts(
  products: readonly Product[],
  encoder: TextEncoder,
  options: Options = {},
): Promise<Embedded> {
  return withCache(encoder, (cache) => embed(products.map(productText), encoder, { ...options, cache }));
}

export interface EncodedPhotos extends Omit<Embedded, 'failed'> {
  /** n × d in the order of the products; rows of products without a photo are 0. */
  readonly vectors: Matrix;
  /** Photos that could not be decoded. */
  readonly failures: readonly Rejected<'id' | 'source'>[];
}

/**
 * Encodes the photo of each product, taking what it can from `checkpoints/embeddings/`.
 * @param paths one a product, null where it has no photo
 */
export async function encodePhotos(
  products: readonly Product[],
  paths: readonly (string | null)[],
  encoder: ImageEncoder,
  options: Options = {},
): Promise<EncodedPhotos> {
  const rows = products.flatMap((_, i) => (paths[i] === null ? [] : [i]));
  const files = rows.map((i) => paths[i] as string);
  const contentKeys = await photoKeys(files);
  const { vectors, failed, ...rest } = await withCache(encoder, (cache) =>
    embed(files, encoder, { ...options, cache, contentKeys }),
  );
  const placed = matrix(products.length, encoder.dim);
  rows.forEach((to, from) => {
    row(placed, to).set(row(vectors, from));
  });
  const failures = [...failed].map(([i, reason]) => ({
    id: products[rows[i]].id,
    source: relative(projectRoot(), files[i]),
    reason,
  }));
  return { ...rest, vectors: placed, failures };
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

/** One line for people: how many vectors, and how many of them an earlier run had left. */
export function describeEncoded({
  vectors,
  encoded,
  reused,
  damaged,
}: Pick<Embedded, 'vectors' | 'encoded' | 'reused' | 'damaged'>): string {
  const mended = damaged > 0 ? `; ${damaged} damaged records of the cache dropped and done again` : '';
  return `${vectors.rows} × ${vectors.cols}: ${encoded} encoded, ${reused} from earlier runs, equal ones once${mended}`;
}
