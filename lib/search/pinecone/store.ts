import { setTimeout as delay } from 'node:timers/promises';
import { ArgumentError } from '../../errors/index.js';
import { ServiceError } from '../../http/index.js';
import { byScore, type Neighbour } from '../neighbour.js';
import { checkK, checkQueries } from '../validate.js';
import { type Client, call, openClient, service } from './client.js';
import { checkFit, describeIndex, ensureIndex } from './ensure-index.js';
import { metadataFilter } from './metadata-filter.js';
import type {
  Collection,
  PineconeOptions,
  PineconeStore,
  UploadOptions,
  UploadReport,
} from './pinecone-store.js';
import type { ProductSearch, ProductSearchOptions } from './product-search.js';
import { type Listed, productIdOf } from './record.js';
import { checkCollection, upload } from './upload.js';

const mostResults = 10_000;

class Store implements PineconeStore {
  readonly #client: Client;
  readonly #options: PineconeOptions;
  #host: { host: string; dim: number } | null = null;

  constructor(client: Client, options: PineconeOptions) {
    this.#client = client;
    this.#options = options;
  }

  async upload(collection: Collection, options: UploadOptions = {}): Promise<UploadReport> {
    checkCollection(collection);
    const dim = collection.vectors.cols;
    const { host, created } = await ensureIndex(this.#client.sdk, this.#options, dim);
    this.#host = { host, dim };
    return { created, ...(await upload(this.#client.data(host), collection, options)) };
  }

  async settled(records: number, { timeoutMs = 60_000 }: { timeoutMs?: number } = {}): Promise<boolean> {
    const { namespace = '__default__', pauseMs = 1000 } = this.#options;
    const data = this.#client.data(await this.#hostOf());
    for (const start = Date.now(); ; await delay(pauseMs)) {
      const { namespaces = {} } = await call(() => data.describeIndexStats());
      // The service calls the default namespace either name.
      const found = namespaces[namespace] ?? (namespace === '__default__' ? namespaces[''] : undefined);
      if ((found?.recordCount ?? 0) >= records) return true;
      if (Date.now() - start > timeoutMs) return false;
    }
  }

  productSearch(products: readonly Listed[]): ProductSearch {
    const rows = new Map(products.map(({ id }, i) => [id, i]));
    return { search: (query, k, options) => this.#search(rows, query, k, options) };
  }

  async clear(): Promise<void> {
    const data = this.#client.data(await this.#hostOf());
    await call(() => data.deleteAll()).catch(unlessMissing);
  }

  async deleteIndex(): Promise<boolean> {
    this.#host = null;
    const { sdk } = this.#client;
    return call(() => sdk.deleteIndex(this.#options.index)).then(() => true, unlessMissing);
  }

  async #search(
    rows: ReadonlyMap<string, number>,
    query: Float32Array,
    k: number,
    { filter, signal }: ProductSearchOptions = {},
  ): Promise<Neighbour[]> {
    checkK(k);
    if (k > mostResults)
      throw new ArgumentError(`k is ${k}; Pinecone returns ${mostResults} results at most`);
    const unit = checkQueries({ rows: 1, cols: query.length, data: query }, query.length);
    const conditions = filter && metadataFilter(filter);
    const data = this.#client.data(await this.#hostOf(query.length));
    const vector = [...unit.data];
    for (let topK = k; ; topK = Math.min(2 * topK, mostResults)) {
      const request = { vector, topK, includeValues: false, includeMetadata: false };
      const { matches } = await call(
        () => data.query(conditions ? { ...request, filter: conditions } : request),
        signal,
      );
      const found = neighbours(matches, rows);
      // Fewer products than matches: the index holds some twice while an upload runs, or products of another catalogue.
      if (found.length >= k || matches.length < topK || topK === mostResults) return found.slice(0, k);
    }
  }

  async #hostOf(dim?: number): Promise<string> {
    if (this.#host && (dim === undefined || dim === this.#host.dim)) return this.#host.host;
    const { index } = this.#options;
    const model = await describeIndex(this.#client.sdk, index);
    if (!model) {
      throw new ServiceError(`Pinecone has no index ${index}; upload the vectors first`, {
        service,
        fault: 'not found',
      });
    }
    if (dim !== undefined) {
      checkFit(model, dim);
      this.#host = { host: model.host, dim };
    }
    return model.host;
  }
}

/**
 * Opens an index at Pinecone; nothing is sent yet. The key is PINECONE_API_KEY, from the environment or `.env`.
 * @throws {ServiceError} when there is no key; {ArgumentError} for a bad name or address
 */
export async function openPinecone(options: PineconeOptions): Promise<PineconeStore> {
  return new Store(await openClient(options), options);
}

function neighbours(
  matches: readonly { id: string; score?: number }[],
  rows: ReadonlyMap<string, number>,
): Neighbour[] {
  const best = new Map<number, number>();
  for (const { id, score = 0 } of matches) {
    const row = rows.get(productIdOf(id) ?? '');
    if (row !== undefined && score > (best.get(row) ?? Number.NEGATIVE_INFINITY)) best.set(row, score);
  }
  return [...best].map(([row, score]) => ({ row, score })).sort(byScore);
}

function unlessMissing(error: unknown): false {
  if (error instanceof ServiceError && error.fault === 'not found') return false;
  throw error;
}
