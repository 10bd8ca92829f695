import type { Index } from '@pinecone-database/pinecone';
import pLimit from 'p-limit';
import { ArgumentError, shown } from '../../errors/index.js';
import { ServiceError } from '../../http/index.js';
import { assertFinite, row } from '../../vectors/index.js';
import { call } from './client.js';
import type { Collection, UploadOptions, UploadReport } from './pinecone-store.js';
import { productIdOf, type RecordMetadata, recordOf, type VectorRecord } from './record.js';

/** Pinecone takes 2 MB at once, and advises 100 vectors. */
export const batchRecords = 100;
export const batchBytes = 2_000_000;
const deleteAtOnce = 1000;
const inFlight = 4;

type Data = Index<RecordMetadata>;

/** Ids of all records in the namespace. */
export async function recordIds(data: Data, signal?: AbortSignal): Promise<Set<string>> {
  const ids = new Set<string>();
  for (let paginationToken: string | undefined; ; ) {
    const page = await call(() => data.listPaginated({ limit: 100, paginationToken }), signal).catch(
      (error) => {
        if (error instanceof ServiceError && error.fault === 'not found') return null;
        throw error;
      },
    );
    for (const { id } of page?.vectors ?? []) if (id) ids.add(id);
    const next = page?.pagination?.next;
    if (!next || next === paginationToken) return ids;
    paginationToken = next;
  }
}

/** Brings a namespace to the state of the collection: what is there already is not sent again. */
export async function upload(
  data: Data,
  { products, vectors }: Collection,
  { prune = false, onProgress, signal }: UploadOptions,
): Promise<Omit<UploadReport, 'created'>> {
  const there = await recordIds(data, signal);
  const current = new Set<string>();
  const given = new Set(products.map(({ id }) => id));
  const limit = pLimit(inFlight);
  const sending = new Set<Promise<void>>();
  let uploaded = 0;
  let unchanged = 0;
  let leftOut = 0;
  let failure: unknown;

  const send = async (records: VectorRecord[]) => {
    await limit(async () => {
      if (failure) return;
      await call(() => data.upsert({ records }), signal);
      uploaded += records.length;
      onProgress?.(uploaded + unchanged + leftOut, products.length);
    }).catch((error) => {
      failure ??= error;
    });
  };
  let batch: VectorRecord[] = [];
  let bytes = 0;
  const flush = async () => {
    if (batch.length === 0) return;
    const sent = send(batch).finally(() => sending.delete(sent));
    sending.add(sent);
    batch = [];
    bytes = 0;
    if (sending.size >= 2 * inFlight) await Promise.race(sending);
  };

  for (let i = 0; i < products.length && !failure; i++) {
    const vector = row(vectors, i);
    if (vector.every((x) => x === 0)) {
      leftOut++;
      continue;
    }
    const record = recordOf(products[i], vector);
    current.add(record.id);
    if (there.has(record.id)) {
      unchanged++;
      continue;
    }
    const size = Buffer.byteLength(JSON.stringify(record)) + 1;
    if (batch.length === batchRecords || bytes + size > batchBytes - 1000) await flush();
    batch.push(record);
    bytes += size;
  }
  if (!failure) await flush();
  await Promise.all(sending);
  if (failure instanceof ServiceError) {
    const { message, service, fault, httpStatus, code } = failure;
    throw new ServiceError(
      `${message}; ${uploaded + unchanged} of ${products.length} products are there, run again to go on`,
      { service, fault, httpStatus: httpStatus ?? undefined, code: code ?? undefined },
    );
  }
  if (failure) throw failure;

  const stale = [...there].filter((id) => {
    const product = productIdOf(id);
    return product !== null && !current.has(id) && (prune || given.has(product));
  });
  await deleteRecords(data, stale, signal);
  onProgress?.(products.length, products.length);
  return { uploaded, unchanged, leftOut, removed: stale.length };
}

export async function deleteRecords(data: Data, ids: readonly string[], signal?: AbortSignal): Promise<void> {
  for (let i = 0; i < ids.length; i += deleteAtOnce) {
    await call(() => data.deleteMany({ ids: ids.slice(i, i + deleteAtOnce) }), signal);
  }
}

/** Throws an `ArgumentError` for a collection that cannot be uploaded. */
export function checkCollection({ products, vectors }: Collection): void {
  if (products.length !== vectors.rows) {
    throw new ArgumentError(
      `${products.length} products and ${vectors.rows} vectors were given; give one vector a product`,
    );
  }
  const seen = new Set<string>();
  for (const { id } of products) {
    if (seen.has(id)) throw new ArgumentError(`two products have the id ${shown(id)}; ids must differ`);
    seen.add(id);
  }
  assertFinite(vectors, 'vectors');
}
