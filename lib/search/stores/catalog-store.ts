import { setTimeout as delay } from 'node:timers/promises';
import { ArgumentError } from '../../errors/index.js';
import type { Matrix } from '../../vectors/index.js';
import { byScore, type Neighbour } from '../neighbour.js';
import { checkK } from '../validate.js';
import { payloadFilter } from './payload-filter.js';
import type { ProductSearch, ProductSearchOptions } from './product-search.js';
import { type Listed, productIdOf } from './record.js';
import { checkCollection, upload } from './upload.js';
import type { VectorHit, VectorStore } from './vector-store.js';

/** Products and their vectors; row i of the matrix is product i. */
export interface Collection {
  readonly products: readonly Listed[];
  readonly vectors: Matrix;
}

export interface UploadOptions {
  /** Whether records of products that the collection no longer has are removed as well. Default false. */
  readonly prune?: boolean;
  /** Called after each batch: products looked after so far, of all. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the upload; what the store took until then stays there. */
  readonly signal?: AbortSignal;
}

/** What an upload did, in products, but `removed`, which counts records. */
export interface UploadReport {
  readonly uploaded: number;
  /** There already, with the same content. */
  readonly unchanged: number;
  /** Without a vector: rows of zeros, which have no direction. */
  readonly leftOut: number;
  /** Older versions of products, and with `prune` what the catalogue no longer has. */
  readonly removed: number;
  /** Whether the upload made the store's place, an index at Pinecone say. */
  readonly created: boolean;
}

/** Vectors of a catalogue in a store; `catalogStore` and `openPinecone` give one. */
export interface CatalogStore {
  /**
   * Makes the store's place where it is missing and brings it to the state of the collection: products that are there
   * with the same content are not sent again, older versions of them are removed, so that an upload that was cut short
   * goes on where it stopped.
   * @throws {UserError} when the store holds vectors of another length or measures otherwise than by cosine
   * @throws {ArgumentError} for NaN, ids given twice, or another number of vectors than products
   * @throws {ServiceError} when a service refuses or fails; what it took until then stays there
   */
  upload(collection: Collection, options?: UploadOptions): Promise<UploadReport>;
  /**
   * Waits until as many records can be searched; a service may take some seconds after an upload.
   * @param options.timeoutMs longest wait, in ms. Default 60,000.
   * @returns false when they were not there by then
   */
  settled(records: number, options?: { timeoutMs?: number }): Promise<boolean>;
  /** Searches the store for products of a catalogue; rows are those of `products`. Records of other products are passed over. */
  productSearch(products: readonly Listed[]): ProductSearch;
  /** Removes all records. */
  clear(): Promise<void>;
  /** Removes the store's place with all that is in it, an index with all its namespaces say; false when there was none. */
  drop(): Promise<boolean>;
  /** Lets go of connections and files; records stay. */
  close(): Promise<void>;
}

const lookEveryMs = 1000;

/**
 * Keeps the vectors of a catalogue in a store.
 *
 * @example
 * const store = catalogStore(myVectorStore);
 * await store.upload({ products: shop.products, vectors: shop.spaces.text });
 * const hits = await store.productSearch(shop.products).search(query, 10, { filter: { priceMax: 200 } });
 * // [{ row: 12, score: 0.83 }, …]
 */
export function catalogStore(store: VectorStore): CatalogStore {
  return {
    async upload(collection, options = {}) {
      checkCollection(collection);
      const created = await store.prepare(collection.vectors.cols);
      return { created, ...(await upload(store, collection, options)) };
    },
    async settled(records, { timeoutMs = 60_000 } = {}) {
      for (const end = Date.now() + timeoutMs; ; ) {
        if ((await store.count()) >= records) return true;
        const left = end - Date.now();
        if (left <= 0) return false;
        await delay(Math.min(lookEveryMs, left));
      }
    },
    productSearch(products) {
      const rows = new Map(products.map(({ id }, i) => [id, i]));
      return { search: (query, k, options) => search(store, rows, query, k, options) };
    },
    clear: () => store.clear(),
    drop: () => store.drop(),
    close: () => store.close(),
  };
}

async function search(
  store: VectorStore,
  rows: ReadonlyMap<string, number>,
  query: Float32Array,
  k: number,
  { filter, signal }: ProductSearchOptions = {},
): Promise<Neighbour[]> {
  checkK(k);
  const { mostResults } = store;
  if (k > mostResults)
    throw new ArgumentError(`k is ${k}; ${store.name} returns ${mostResults} results at most`);
  const conditions = filter && payloadFilter(filter);
  for (let asked = k; ; asked = Math.min(2 * asked, mostResults)) {
    const hits = await store.query(query, asked, { filter: conditions, signal });
    const found = neighbours(hits, rows);
    // Fewer products than hits: the store holds some twice while an upload runs, or products of another catalogue.
    if (found.length >= k || hits.length < asked || asked === mostResults) return found.slice(0, k);
  }
}

function neighbours(hits: readonly VectorHit[], rows: ReadonlyMap<string, number>): Neighbour[] {
  const best = new Map<number, number>();
  for (const { id, score } of hits) {
    const row = rows.get(productIdOf(id) ?? '');
    if (row !== undefined && score > (best.get(row) ?? Number.NEGATIVE_INFINITY)) best.set(row, score);
  }
  return [...best].map(([row, score]) => ({ row, score })).sort(byScore);
}
