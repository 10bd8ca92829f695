import { ArgumentError } from '../errors/index.js';
import { normalQuantile } from './special.js';

/** A share with its interval, all in [0, 1]. */
export interface WilsonInterval {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/**
 * How sure a share is: the score interval of `successes` in `n` independent trials, which stays within [0, 1] and is
 * honest for shares near 0 and 1 too, where p ± 2√(p(1 − p)/n) is not. Wilson, "Probable inference", JASA 22 (1927).
 * @param confidence in (0, 1)
 * @throws {ArgumentError} on counts that are no whole numbers, no trials, or more successes than trials
 * @example wilsonInterval(47, 50) // { share: 0.94, low: 0.838, high: 0.979 }
 */
export function wilsonInterval(successes: number, n: number, confidence = 0.95): WilsonInterval {
  if (!Number.isInteger(successes) || !Number.isInteger(n) || successes < 0 || n < 1 || successes > n) {
    throw new ArgumentError(`wilsonInterval: ${successes} of ${n}; give whole numbers, 0 to n of 1 or more`);
  }
  const share = successes / n;
  const z = normalQuantile((1 + confidence) / 2);
  const middle = (share + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2));
  return { share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
