import { ArgumentError } from '../../../errors/index.js';
import { ServiceError } from '../../../http/index.js';
import { checkK, checkQueries } from '../../validate.js';
import type {
  QueryOptions,
  StoreOptions,
  UpsertOptions,
  VectorHit,
  VectorRecord,
  VectorStore,
} from '../vector-store.js';
import { type Client, call, openClient, service } from './client.js';
import { checkFit, describeIndex, ensureIndex } from './ensure-index.js';
import { metadataFilter } from './metadata-filter.js';
import type { PineconeOptions } from './options.js';
import { upsert } from './upsert.js';

const deleteAtOnce = 1000;
const listAtOnce = 100;

class PineconeStore implements VectorStore {
  readonly name = service;
  readonly mostResults = 10_000;
  readonly #client: Client;
  readonly #options: PineconeOptions;
  #place: { host: string; dim: number } | null = null;

  constructor(client: Client, options: PineconeOptions) {
    this.#client = client;
    this.#options = options;
  }

  async prepare(dim: number): Promise<boolean> {
    const { host, created } = await ensureIndex(this.#client.sdk, this.#options, dim);
    this.#place = { host, dim };
    return created;
  }

  async upsert(records: Iterable<VectorRecord>, options: UpsertOptions = {}): Promise<void> {
    const { host, dim } = await this.#found();
    await upsert(this.#client.data(host), dim, records, options);
  }

  async query(vector: Float32Array, k: number, { filter, signal }: QueryOptions = {}): Promise<VectorHit[]> {
    checkK(k);
    if (k > this.mostResults)
      throw new ArgumentError(`k is ${k}; Pinecone returns ${this.mostResults} results at most`);
    const unit = checkQueries({ rows: 1, cols: vector.length, data: vector }, vector.length);
    const conditions = filter && Object.keys(filter).length > 0 ? { filter: metadataFilter(filter) } : {};
    const { host } = await this.#found(vector.length);
    const { matches } = await call(
      () =>
        this.#client.data(host).query({
          vector: [...unit.data],
          topK: k,
          includeValues: false,
          includeMetadata: false,
          ...conditions,
        }),
      signal,
    );
    return matches.map(({ id, score = 0 }) => ({ id, score }));
  }

  async delete(ids: readonly string[], { signal }: StoreOptions = {}): Promise<void> {
    const data = this.#client.data((await this.#found()).host);
    for (let i = 0; i < ids.length; i += deleteAtOnce) {
      await call(() => data.deleteMany({ ids: ids.slice(i, i + deleteAtOnce) }), signal);
    }
  }

  async ids({ signal }: StoreOptions = {}): Promise<Set<string>> {
    const data = this.#client.data((await this.#found()).host);
    const ids = new Set<string>();
    for (let paginationToken: string | undefined; ; ) {
      const request = { limit: listAtOnce, paginationToken };
      const page = await call(() => data.listPaginated(request), signal).catch(unlessMissing);
      for (const { id } of page?.vectors ?? []) if (id) ids.add(id);
      const next = page?.pagination?.next;
      if (!next || next === paginationToken) return ids;
      paginationToken = next;
    }
  }

  async count(): Promise<number> {
    const { namespace = '__default__' } = this.#options;
    const data = this.#client.data((await this.#found()).host);
    const { namespaces = {} } = await call(() => data.describeIndexStats());
    // The service calls the default namespace either name.
    const found = namespaces[namespace] ?? (namespace === '__default__' ? namespaces[''] : undefined);
    return found?.recordCount ?? 0;
  }

  async clear(): Promise<void> {
    const data = this.#client.data((await this.#found()).host);
    await call(() => data.deleteAll()).catch(unlessMissing);
  }

  async drop(): Promise<boolean> {
    this.#place = null;
    const { sdk } = this.#client;
    const dropped = await call(() => sdk.deleteIndex(this.#options.index)).then(() => true, unlessMissing);
    return dropped ?? false;
  }

  async close(): Promise<void> {}

  /** Where the index is. @throws {UserError} when its vectors are of another length than `dim` */
  async #found(dim = this.#place?.dim): Promise<{ host: string; dim: number }> {
    if (this.#place?.dim === dim && this.#place) return this.#place;
    const { index } = this.#options;
    const model = await describeIndex(this.#client.sdk, index);
    if (!model) {
      throw new ServiceError(`Pinecone has no index ${index}; upload the vectors first`, {
        service,
        fault: 'not found',
      });
    }
    const length = dim ?? model.dimension ?? 0;
    checkFit(model, length);
    this.#place = { host: model.host, dim: length };
    return this.#place;
  }
}

/**
 * An index at Pinecone, or one namespace of it, as a `VectorStore`; nothing is sent yet. The key is PINECONE_API_KEY,
 * from the environment or `.env`.
 * @throws {ServiceError} when there is no key
 * @throws {ArgumentError} for a bad name or address
 */
export async function pineconeStore(options: PineconeOptions): Promise<VectorStore> {
  return new PineconeStore(await openClient(options), options);
}

function unlessMissing(error: unknown): null {
  if (error instanceof ServiceError && error.fault === 'not found') return null;
  throw error;
}
