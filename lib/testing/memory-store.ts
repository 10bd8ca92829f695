import { ArgumentError, UserError } from '../errors/index.js';
import { checkRecord } from '../search/stores/check-record.js';
import type { Payload, PayloadFilter, VectorRecord, VectorStore } from '../search/stores/vector-store.js';
import { checkK, checkQueries } from '../search/validate.js';

/** What memory stores of one place share. */
export interface MemoryPlace {
  records: Map<string, VectorRecord> | null;
  dim: number;
}

/** A `VectorStore` that compares a query with every record, the shortest thing that keeps the contract. */
export function memoryStore(place: MemoryPlace): VectorStore {
  const records = () => {
    if (!place.records) throw new UserError('nothing was ever put into this memory; prepare it first');
    return place.records;
  };
  const checkDim = (dim: number) => {
    if (dim !== place.dim)
      throw new UserError(`the memory has ${place.dim} dimensions, and the vectors here need ${dim}`);
  };
  return {
    name: 'memory',
    mostResults: 10_000,
    async prepare(dim) {
      if (place.records) checkDim(dim);
      const missing = !place.records;
      place.dim = dim;
      place.records ??= new Map();
      return missing;
    },
    async upsert(given, { onStored, signal } = {}) {
      const there = records();
      for (const record of given) {
        signal?.throwIfAborted();
        checkRecord(record, place.dim);
        there.set(record.id, { ...record, vector: record.vector.slice() });
        onStored?.(1);
      }
    },
    async query(vector, k, { filter = {}, signal } = {}) {
      signal?.throwIfAborted();
      checkK(k);
      if (k > this.mostResults)
        throw new ArgumentError(`k is ${k}; the memory returns 10000 results at most`);
      const { data } = checkQueries({ rows: 1, cols: vector.length, data: vector }, vector.length);
      const there = records();
      checkDim(vector.length);
      return [...there.values()]
        .filter(({ payload }) => meets(payload, filter))
        .map((record) => ({ id: record.id, score: dot(data, record.vector) / length(record.vector) }))
        .sort((a, b) => b.score - a.score)
        .slice(0, k);
    },
    async delete(ids, { signal } = {}) {
      signal?.throwIfAborted();
      for (const id of ids) records().delete(id);
    },
    async ids({ signal } = {}) {
      signal?.throwIfAborted();
      return new Set(records().keys());
    },
    count: async () => records().size,
    clear: async () => records().clear(),
    async drop() {
      const there = place.records !== null;
      place.records = null;
      return there;
    },
    async close() {},
  };
}

function meets(payload: Payload, filter: PayloadFilter): boolean {
  return Object.entries(filter).every(([property, condition]) => {
    const value = payload[property];
    if (value === undefined) return false;
    if ('anyOf' in condition) {
      return [value].flat().some((one) => typeof one === 'string' && condition.anyOf.includes(one));
    }
    const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = condition;
    const { above = Number.NEGATIVE_INFINITY, below = Number.POSITIVE_INFINITY } = condition;
    return typeof value === 'number' && value >= atLeast && value <= atMost && value > above && value < below;
  });
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, x, i) => sum + x * b[i], 0);
}

function length(a: Float32Array): number {
  return Math.sqrt(dot(a, a));
}
