import { ArgumentError } from '../errors/index.js';
import { normalTails } from './special.js';

/** Up to this many values without ties every order is counted. */
const exactUpTo = 30;

/** S, its variance, z and the two-sided p-value of a Mann–Kendall test. */
export interface MannKendall {
  /** Pairs that rise minus pairs that fall. */
  readonly s: number;
  /** s over the number of pairs, in [−1, 1]. */
  readonly tau: number;
  /** Two-sided. */
  readonly pValue: number;
  /** Sen's slope: the median of the rises per unit of time, in the unit of the values. */
  readonly slope: number;
}

/**
 * Mann–Kendall test for a monotone trend of values over time, with Sen's slope. The p-value is exact up to 30 values
 * without ties, else normal with the variance corrected for ties and for continuity. Mann, "Nonparametric tests against
 * trend", 1945; Kendall, "Rank Correlation Methods", 1975; Sen, 1968.
 * @param values in order of time, at least 3
 * @param times of the values, rising; left out, they are one step apart. The slope alone depends on their distances.
 * @throws {ArgumentError} for fewer values, one that is not finite, or times that do not rise value by value
 * @example mannKendall([0, 1, 2, 6], [0, 1, 2, 6]).slope // 1
 */
export function mannKendall(values: ArrayLike<number>, times?: ArrayLike<number>): MannKendall {
  const list = Array.from(values);
  const at = times ? Array.from(times) : list.map((_, i) => i);
  const n = list.length;
  if (n < 3) throw new ArgumentError(`the Mann–Kendall test needs at least 3 values, got ${n}`);
  const bad = list.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new ArgumentError(`the Mann–Kendall test needs finite values; number ${bad} is ${list[bad]}`);
  if (at.length !== n || !at.every((time, i) => Number.isFinite(time) && (i === 0 || time > at[i - 1]))) {
    throw new ArgumentError(
      `the Mann–Kendall test needs a time a value, each above the one before it; got ${at.length} times for ${n} values`,
    );
  }
  let s = 0;
  const slopes: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      s += Math.sign(list[j] - list[i]);
      slopes.push((list[j] - list[i]) / (at[j] - at[i]));
    }
  }
  slopes.sort((a, b) => a - b);
  const middle = slopes.length >> 1;
  const slope = slopes.length % 2 ? slopes[middle] : (slopes[middle - 1] + slopes[middle]) / 2;
  const ties = new Map<number, number>();
  for (const value of list) ties.set(value, (ties.get(value) ?? 0) + 1);
  const pairs = (n * (n - 1)) / 2;
  const pValue =
    ties.size === n && n <= exactUpTo ? ordersAsFar(n, pairs, Math.abs(s)) : normal(n, s, [...ties.values()]);
  return { s, tau: s / pairs, pValue, slope };
}

/** The share of all n! orders with |S| at least as large; falling pairs are counted value by value. */
function ordersAsFar(n: number, pairs: number, s: number): number {
  let shares = [1];
  for (let size = 2; size <= n; size++) {
    const next = new Array<number>(shares.length + size - 1).fill(0);
    shares.forEach((share, falling) => {
      for (let more = 0; more < size; more++) next[falling + more] += share / size;
    });
    shares = next;
  }
  return Math.min(
    1,
    shares.reduce((sum, share, falling) => (Math.abs(pairs - 2 * falling) >= s ? sum + share : sum), 0),
  );
}

function normal(n: number, s: number, ties: readonly number[]): number {
  const of = (t: number) => t * (t - 1) * (2 * t + 5);
  const variance = (of(n) - ties.reduce((sum, t) => sum + of(t), 0)) / 18;
  return variance === 0 || s === 0 ? 1 : normalTails((Math.abs(s) - 1) / Math.sqrt(variance));
}
