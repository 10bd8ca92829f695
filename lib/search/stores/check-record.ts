import { ArgumentError, shown } from '../../errors/index.js';
import type { VectorRecord } from './vector-store.js';

export const longestRecordId = 512;

/** A record that a `VectorStore` of vectors of this length may take. @throws {ArgumentError} when it may not */
export function checkRecord({ id, vector }: VectorRecord, dim: number): void {
  if (!/^[\x20-\x7e]+$/.test(id) || id.length > longestRecordId) {
    throw new ArgumentError(
      `the record id ${shown(id)}: give 1 to ${longestRecordId} printable ASCII characters`,
    );
  }
  if (vector.length !== dim) {
    throw new ArgumentError(
      `the vector of record ${shown(id)} has ${vector.length} numbers, and the store has vectors of ${dim}; give it vectors of one encoder`,
    );
  }
  let zeros = true;
  for (const x of vector) {
    if (!Number.isFinite(x)) {
      throw new ArgumentError(`the vector of record ${shown(id)} has ${x}; every number must be finite`);
    }
    if (x !== 0) zeros = false;
  }
  if (zeros) {
    throw new ArgumentError(
      `the vector of record ${shown(id)} is all zeros and has no direction; leave it out`,
    );
  }
}
