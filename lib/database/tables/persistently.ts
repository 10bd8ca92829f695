import pRetry from 'p-retry';
import { DatabaseError } from '../failure.js';

/** Does what must not be lost as soon as the database is there again, for some minutes. */
export function persistently<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  return pRetry(work, {
    retries: 60,
    minTimeout: 500,
    maxTimeout: 5000,
    signal,
    shouldRetry: ({ error }) => error instanceof DatabaseError && error.isPassing,
  });
}
