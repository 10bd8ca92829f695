import { lnGamma } from './special.js';

/**
 * Fisher's exact test of the 2 × 2 table [[a, b], [c, d]]: the probability, with the margins as they are, of a table at
 * most as likely as this one. Two-sided, in (0, 1].
 */
export function fisherExact(a: number, b: number, c: number, d: number): number {
  const [row, other, column] = [a + b, c + d, a + c];
  const lnChoose = (n: number, k: number) => lnGamma(n + 1) - lnGamma(k + 1) - lnGamma(n - k + 1);
  const lnTable = (k: number) =>
    lnChoose(row, k) + lnChoose(other, column - k) - lnChoose(row + other, column);
  const observed = lnTable(a);
  let sum = 0;
  for (let k = Math.max(0, column - other); k <= Math.min(row, column); k++) {
    const ln = lnTable(k);
    if (ln <= observed + 1e-7) sum += Math.exp(ln);
  }
  return Math.min(1, sum);
}
