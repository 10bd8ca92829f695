import { ArgumentError, shown } from '../errors/index.js';

/** How p-values are adjusted for their number. */
export type Correction = 'holm' | 'benjamini-hochberg' | 'none';

/** The corrections that `adjustPValues` knows. */
export const corrections: readonly Correction[] = ['holm', 'benjamini-hochberg', 'none'];

/**
 * Adjusts the p-values of m tests made together, so that each can be compared with the level as it is.
 *
 * - 'holm': the chance of even one false claim stays below the level. Holm, "A simple sequentially rejective multiple
 *   test procedure", 1979.
 * - 'benjamini-hochberg': the expected share of false claims among the claims stays below the level. Benjamini and
 *   Hochberg, "Controlling the false discovery rate", 1995.
 *
 * @param pValues each in [0, 1]
 * @returns as many, in the same order, each in [0, 1]
 * @throws {ArgumentError} on a p-value outside [0, 1] or an unknown correction
 * @example adjustPValues([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 */
export function adjustPValues(pValues: readonly number[], correction: Correction = 'holm'): number[] {
  if (!corrections.includes(correction)) {
    throw new ArgumentError(`correction is ${shown(correction)}; choose ${corrections.join(', ')}`);
  }
  const bad = pValues.findIndex((p) => !(p >= 0 && p <= 1));
  if (bad >= 0) throw new ArgumentError(`p-value ${bad} is ${pValues[bad]}; p-values lie between 0 and 1`);
  if (correction === 'none') return [...pValues];
  const m = pValues.length;
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a] - pValues[b]);
  const adjusted = new Array<number>(m);
  if (correction === 'holm') {
    let highest = 0;
    order.forEach((at, rank) => {
      highest = Math.max(highest, Math.min(1, (m - rank) * pValues[at]));
      adjusted[at] = highest;
    });
    return adjusted;
  }
  let lowest = 1;
  for (let rank = m - 1; rank >= 0; rank--) {
    const at = order[rank];
    lowest = Math.min(lowest, (m / (rank + 1)) * pValues[at]);
    adjusted[at] = lowest;
  }
  return adjusted;
}
