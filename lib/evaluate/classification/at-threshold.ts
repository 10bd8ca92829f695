import { ArgumentError, shown } from '../../errors/index.js';

/**
 * Class 1 where the probability (or score) is at least the threshold, 0 below.
 * @throws {ArgumentError} on a value or threshold that is NaN
 * @example accuracy(actual, atThreshold(probabilities, 0.5))
 */
export function atThreshold(probabilities: ArrayLike<number>, threshold = 0.5): Uint8Array {
  if (Number.isNaN(threshold)) throw new ArgumentError('the threshold is NaN; give a number, as in 0.5');
  const out = new Uint8Array(probabilities.length);
  for (let i = 0; i < out.length; i++) {
    if (Number.isNaN(Number(probabilities[i] ?? Number.NaN))) {
      throw new ArgumentError(`row ${i}: the probability is ${shown(probabilities[i])}; it must be a number`);
    }
    out[i] = probabilities[i] >= threshold ? 1 : 0;
  }
  return out;
}
