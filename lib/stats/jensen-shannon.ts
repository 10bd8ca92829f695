import { checkedTotal, checkSameLength } from './shares.js';

/**
 * Jensen–Shannon distance of two discrete distributions, in [0, 1]: the square root of their divergence in bits, a
 * metric. Lin, "Divergence measures based on the Shannon entropy", 1991; Endres and Schindelin, 2003.
 * @param p counts or shares by category; need not sum to 1
 * @param q of the other, in the same order
 * @throws {ArgumentError} for unlike lengths, negative values, or nothing but zeros
 * @example jensenShannon([1, 0], [0, 1]) // 1
 */
export function jensenShannon(p: ArrayLike<number>, q: ArrayLike<number>): number {
  checkSameLength(p, q);
  const [n, m] = [checkedTotal(p, 'the first distribution'), checkedTotal(q, 'the second distribution')];
  let divergence = 0;
  for (let i = 0; i < p.length; i++) {
    const [a, b] = [p[i] / n, q[i] / m];
    const middle = (a + b) / 2;
    if (a > 0) divergence += (a * Math.log2(a / middle)) / 2;
    if (b > 0) divergence += (b * Math.log2(b / middle)) / 2;
  }
  return Math.sqrt(Math.min(1, Math.max(0, divergence)));
}
