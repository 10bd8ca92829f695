import type { Matrix } from '../../vectors/index.js';
import type { ProductSearch } from './product-search.js';
import type { Listed } from './record.js';

export interface PineconeOptions {
  /** Name of the index: lower-case letters, digits and hyphens, 45 at most. */
  readonly index: string;
  /** A part of the index that is searched by itself. Default `__default__`. */
  readonly namespace?: string;
  /** Where a new index is made. Default aws, us-east-1. */
  readonly cloud?: 'aws' | 'gcp' | 'azure';
  readonly region?: string;
  /** Address of the control plane. Default PINECONE_CONTROLLER_HOST, else Pinecone's own. */
  readonly controllerHost?: string;
  /** For one attempt at one request, in ms. Default 20,000. */
  readonly timeoutMs?: number;
  /** Attempts after the first, for 429, 5xx and broken connections. Default 4. */
  readonly retries?: number;
  /** The first pause between attempts, and between looks at an index that is being made, in ms. Default 500. */
  readonly pauseMs?: number;
}

/** Products and their vectors; row i of the matrix is product i. */
export interface Collection {
  readonly products: readonly Listed[];
  readonly vectors: Matrix;
}

export interface UploadOptions {
  /** Also remove the records of products that the collection no longer has. Default false. */
  readonly prune?: boolean;
  /** Called after each batch: products looked after so far, of all. */
  readonly onProgress?: (done: number, total: number) => void;
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
  /** Whether the upload made the index. */
  readonly created: boolean;
}

/**
 * Vectors of a catalogue in an index at Pinecone.
 *
 * ```ts
 * const store = await openPinecone({ index: 'products-text' });
 * await store.upload({ products: shop.products, vectors: shop.spaces.text });
 * const hits = await store.productSearch(shop.products).search(query, 10, { filter: { priceMax: 200 } });
 * ```
 */
export interface PineconeStore {
  /**
   * Makes the index where it is missing and brings it to the state of the collection: products that are there with the
   * same content are not sent again, older versions of them are removed, so that an upload that was cut short goes on
   * where it stopped. Batches of 100 records and 2 MB at most.
   * @throws {SearchError} when the index has another vector length or metric
   * @throws {ArgumentError} for NaN, ids given twice, or another number of vectors than products
   * @throws {ServiceError} when Pinecone refuses or fails; what it took until then stays there
   */
  upload(collection: Collection, options?: UploadOptions): Promise<UploadReport>;
  /**
   * Waits until as many records can be searched; Pinecone takes some seconds after an upload.
   * @returns false when they were not there in time
   */
  settled(records: number, options?: { timeoutMs?: number }): Promise<boolean>;
  /** Searches the index for products of a catalogue; rows are those of `products`. Records of other products are passed over. */
  productSearch(products: readonly Listed[]): ProductSearch;
  /** Removes all records of the namespace. */
  clear(): Promise<void>;
  /** Deletes the index with all its namespaces; false when there was none. */
  deleteIndex(): Promise<boolean>;
}
