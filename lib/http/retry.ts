import { setTimeout as delay } from 'node:timers/promises';
import pRetry from 'p-retry';
import { Passing } from './errors.js';

/** A wait longer than this is not sat out: the failure is told at once. */
export const longestWaitMs = 60_000;

export interface RetryOptions {
  /** Attempts after the first. */
  readonly retries: number;
  /** The first pause between attempts, in ms; each later one is twice as long, to 30 s. Default 500. */
  readonly pauseMs?: number;
  /** Ends the pauses too. */
  readonly signal?: AbortSignal;
  /** Asked before each further attempt: whether it is worth its while. Default yes. */
  readonly worthwhile?: () => boolean;
}

/**
 * What `attempt` gives, tried again after a `Passing` failure, with pauses that grow, vary at random by up to as much
 * again, and come on top of the wait that was asked for, which may be up to a minute.
 * @throws {Error} what the last attempt failed with; the signal's reason once it is aborted.
 */
export async function retrying<T>(
  attempt: () => Promise<T>,
  { retries, pauseMs = 500, signal, worthwhile = () => true }: RetryOptions,
): Promise<T> {
  try {
    return await pRetry(attempt, {
      retries,
      minTimeout: pauseMs,
      maxTimeout: 30_000,
      randomize: true,
      signal,
      shouldRetry: async ({ error, retriesLeft }) => {
        if (!(error instanceof Passing) || error.waitMs > longestWaitMs) return false;
        if (retriesLeft === 0 || !worthwhile()) return false;
        await delay(error.waitMs, undefined, { signal });
        return true;
      },
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof Passing ? error.failure : error;
  }
}

/** How long a Retry-After header asks to wait, given as seconds or as a date; undefined where it asks nothing. */
export function retryAfterMs(header: string | undefined): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}
