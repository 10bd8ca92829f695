import type { Index } from '@pinecone-database/pinecone';
import pLimit from 'p-limit';
import { checkRecord } from '../check-record.js';
import type { UpsertOptions, VectorRecord } from '../vector-store.js';
import { call, type Metadata } from './client.js';

/** Pinecone takes 2 MB at once, and advises 100 vectors. */
const batchRecords = 100;
const batchBytes = 2_000_000;
const inFlight = 4;

interface Sent {
  readonly id: string;
  readonly values: number[];
  readonly metadata: Metadata;
}

/** Sends records in batches of 100 and 2 MB at most, four at a time. */
export async function upsert(
  data: Index<Metadata>,
  dim: number,
  records: Iterable<VectorRecord>,
  { onStored, signal }: UpsertOptions,
): Promise<void> {
  const limit = pLimit(inFlight);
  const sending = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | null = null;
  const failed = () => failure !== null;
  const send = (batch: Sent[]) =>
    limit(async () => {
      if (failure) return;
      await call(() => data.upsert({ records: batch }), signal);
      onStored?.(batch.length);
    }).catch((error) => {
      failure ??= { error };
    });
  for (const batch of batches(records, dim)) {
    const sent = send(batch).finally(() => sending.delete(sent));
    sending.add(sent);
    if (sending.size >= 2 * inFlight) await Promise.race(sending);
    if (failed()) break;
  }
  await Promise.all(sending);
  if (failure) throw (failure as { error: unknown }).error;
}

function* batches(records: Iterable<VectorRecord>, dim: number): Generator<Sent[]> {
  let batch: Sent[] = [];
  let bytes = 0;
  for (const record of records) {
    checkRecord(record, dim);
    const sent = sentOf(record);
    const size = Buffer.byteLength(JSON.stringify(sent)) + 1;
    if (batch.length === batchRecords || (batch.length > 0 && bytes + size > batchBytes - 1000)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(sent);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** Nine significant digits are enough to get every float32 back, and half as long as JSON would make them. */
function sentOf({ id, vector, payload }: VectorRecord): Sent {
  return {
    id,
    values: Array.from(vector, (x) => Number(x.toPrecision(9))),
    metadata: { ...payload } as Metadata,
  };
}
