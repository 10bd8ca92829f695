import { type CatalogStore, catalogStore } from './catalog-store.js';
import type { PineconeOptions } from './pinecone/options.js';
import { pineconeStore } from './pinecone/store.js';

/**
 * Opens an index at Pinecone for the vectors of a catalogue; nothing is sent yet. The key is PINECONE_API_KEY, from
 * the environment or `.env`. A missing index is made as a serverless one with cosine similarity; batches have 100
 * records and 2 MB at most.
 * @throws {ServiceError} when there is no key
 * @throws {ArgumentError} for a bad name or address
 *
 * @example
 * const store = await openPinecone({ index: 'products-text' });
 * await store.upload({ products: shop.products, vectors: shop.spaces.text });
 * // { created: true, uploaded: 1000, unchanged: 0, leftOut: 0, removed: 0 }
 * const hits = await store.productSearch(shop.products).search(query, 10, { filter: { priceMax: 200 } });
 * // [{ row: 12, score: 0.83 }, …]
 */
export async function openPinecone(options: PineconeOptions): Promise<CatalogStore> {
  return catalogStore(await pineconeStore(options));
}
