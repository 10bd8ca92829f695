import { ArgumentError } from '../errors/index.js';

/** The batch size asked for. @throws {ArgumentError} unless it is a whole number of at least 1 */
export function checkedBatchSize(batchSize: number): number {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new ArgumentError(`the batch size must be a whole number of at least 1, got ${batchSize}`);
  }
  return batchSize;
}
