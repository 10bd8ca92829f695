import type { Random } from '../../vectors/index.js';

/** With this many draws as far as the observed value the p-value is known well enough. */
const enoughAsFar = 10;

/**
 * The p-value of an observed statistic from draws of it where nothing differs, valid at every level. Drawing ends with
 * the tenth value that reaches the observed one (p = 10 / draws), so that small p-values alone are dear; else p =
 * (as far + 1) / (draws + 1). Besag and Clifford, "Sequential Monte Carlo p-values", 1991.
 * @param draw the statistic of one random assignment of the rows
 * @param mostDraws the least p-value is 1 / (mostDraws + 1)
 */
export function monteCarloPValue(observed: number, draw: () => number, mostDraws: number): number {
  // The same numbers added in another order may differ in their last bits.
  const far = observed - Math.abs(observed) * 1e-12;
  let asFar = 0;
  for (let drawn = 1; drawn <= mostDraws; drawn++) {
    if (draw() >= far && ++asFar === enoughAsFar) return asFar / drawn;
  }
  return (asFar + 1) / (mostDraws + 1);
}

/** Moves a random choice of `count` items to the front, each choice as likely, whatever the order was. */
export function drawToFront(items: Float64Array | Int32Array, count: number, random: Random): void {
  for (let i = 0; i < count; i++) {
    const j = i + random.int(items.length - i);
    const item = items[j];
    items[j] = items[i];
    items[i] = item;
  }
}
