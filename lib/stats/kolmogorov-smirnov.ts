import { sortedFinite } from './numbers.js';

/** Up to this many pairs of values the exact distribution is computed: a thousand rows against a thousand. */
const exactUpTo = 1_000_000;

export interface KolmogorovSmirnov {
  /** Largest distance of the two empirical distribution functions, in [0, 1]. */
  readonly statistic: number;
  /** Two-sided. */
  readonly pValue: number;
  /** Whether the p-value is exact (n·m up to 1,000,000) or from Kolmogorov's limiting distribution. */
  readonly exact: boolean;
}

/**
 * Two-sample Kolmogorov–Smirnov test: whether two samples come from one distribution.
 *
 * The exact p-value is the share of all ways to split the pooled values that are at least as far apart; equal values
 * are taken into account (scipy ignores them, which makes its p-value too large on ties). Hodges, "The significance
 * probability of the Smirnov two-sample test", 1958.
 * @throws {ArgumentError} for an empty sample or a value that is not finite
 * @example kolmogorovSmirnov([1, 2, 3, 4], [5, 6, 7, 8]) // { statistic: 1, pValue: 0.0286, exact: true }
 */
export function kolmogorovSmirnov(a: ArrayLike<number>, b: ArrayLike<number>): KolmogorovSmirnov {
  const x = sortedFinite(a, 'the first sample');
  const y = sortedFinite(b, 'the second sample');
  const [n, m] = [x.length, y.length];
  // Distances in units of 1 / (n·m) are whole numbers, compared without rounding.
  let most = 0;
  const ends = new Uint8Array(n + m + 1);
  for (let i = 0, j = 0; i < n || j < m; ) {
    const value = Math.min(i < n ? x[i] : Number.POSITIVE_INFINITY, j < m ? y[j] : Number.POSITIVE_INFINITY);
    while (i < n && x[i] === value) i++;
    while (j < m && y[j] === value) j++;
    ends[i + j] = 1;
    most = Math.max(most, Math.abs(i * m - j * n));
  }
  const statistic = most / (n * m);
  if (most === 0) return { statistic, pValue: 1, exact: true };
  if (n * m <= exactUpTo) return { statistic, pValue: splitsAsFar(n, m, most, ends), exact: true };
  return { statistic, pValue: kolmogorovTail(statistic * Math.sqrt((n * m) / (n + m))), exact: false };
}

/**
 * A split is a path of n steps right and m up. touched[j] is the chance that a random path to (i, j) has been at least
 * `most` away at some end of a run of equal values; its last step came from the left with probability i / (i + j).
 */
function splitsAsFar(n: number, m: number, most: number, ends: Uint8Array): number {
  const touched = new Float64Array(m + 1);
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      if (i + j === 0) continue;
      const outside = ends[i + j] === 1 && Math.abs(i * m - j * n) >= most;
      touched[j] = outside ? 1 : (i * touched[j] + (j > 0 ? j * touched[j - 1] : 0)) / (i + j);
    }
  }
  return touched[m];
}

/** P(K > λ) of Kolmogorov's distribution; the second series converges where the first does not, at small λ. */
export function kolmogorovTail(lambda: number): number {
  if (lambda <= 0) return 1;
  let sum = 0;
  if (lambda < 1) {
    for (let k = 1; k <= 20; k++) sum += Math.exp((-((2 * k - 1) ** 2) * Math.PI ** 2) / (8 * lambda ** 2));
    return 1 - (Math.sqrt(2 * Math.PI) / lambda) * sum;
  }
  for (let k = 1; k <= 20; k++) sum += (k % 2 ? 2 : -2) * Math.exp(-2 * k * k * lambda * lambda);
  return Math.min(1, sum);
}
