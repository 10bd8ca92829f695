import { checkNumbers } from '../paired-values.js';

/**
 * Root mean squared error, RMSE = √((1/n) Σ (ŷᵢ − yᵢ)²), in the unit of y. Never below the mean absolute error; far
 * above it where a few errors are large.
 * @returns 0 or more; 0 is perfect
 * @throws {EvaluateError} as `meanAbsoluteError`
 */
export function rootMeanSquaredError(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  checkNumbers(actual, predicted);
  let sum = 0;
  for (let i = 0; i < actual.length; i++) sum += (predicted[i] - actual[i]) ** 2;
  return Math.sqrt(sum / actual.length);
}
