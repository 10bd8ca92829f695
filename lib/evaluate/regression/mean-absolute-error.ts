import { checkNumbers } from '../paired-values.js';

/**
 * Mean absolute error, MAE = (1/n) Σ |ŷᵢ − yᵢ|, in the unit of y.
 * @returns 0 or more; 0 is perfect
 * @throws {EvaluateError} without rows, on lists of two lengths, on a number that is not finite, which it names
 */
export function meanAbsoluteError(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  checkNumbers(actual, predicted);
  let sum = 0;
  for (let i = 0; i < actual.length; i++) sum += Math.abs(predicted[i] - actual[i]);
  return sum / actual.length;
}
