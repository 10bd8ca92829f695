import { checkedTotal, checkSameLength } from './shares.js';
import { chiSquaredTail } from './special.js';

export interface ChiSquared {
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
}

/**
 * Pearson's chi-squared test of homogeneity: whether two samples share their categories' frequencies. Without Yates'
 * correction; categories seen in neither are left out; one category alone gives p = 1.
 * @param a counts of the first sample by category; @param b of the second, in the same order
 * @throws {ArgumentError} for unlike lengths, negative counts, or a sample of nothing
 * @example chiSquared([30, 50, 20], [45, 35, 40]) // { statistic: 10.58, degreesOfFreedom: 2, pValue: 0.0050 }
 */
export function chiSquared(a: ArrayLike<number>, b: ArrayLike<number>): ChiSquared {
  checkSameLength(a, b);
  const [n, m] = [checkedTotal(a, 'the first sample'), checkedTotal(b, 'the second sample')];
  const { statistic, seen } = chiSquaredStatistic(a, b, n, m);
  const degreesOfFreedom = seen - 1;
  const pValue = degreesOfFreedom === 0 ? 1 : chiSquaredTail(statistic, degreesOfFreedom);
  return { statistic, degreesOfFreedom, pValue };
}

/** The statistic of counts that sum to n and m, and how many categories are seen in either. */
export function chiSquaredStatistic(a: ArrayLike<number>, b: ArrayLike<number>, n: number, m: number) {
  let statistic = 0;
  let seen = 0;
  for (let i = 0; i < a.length; i++) {
    const both = a[i] + b[i];
    if (both === 0) continue;
    seen++;
    const [ea, eb] = [(both * n) / (n + m), (both * m) / (n + m)];
    statistic += (a[i] - ea) ** 2 / ea + (b[i] - eb) ** 2 / eb;
  }
  return { statistic, seen };
}
