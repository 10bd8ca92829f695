import { checkNumbers } from '../paired-values.js';

/**
 * The median of |ŷᵢ − yᵢ|, in the unit of y: half of the errors are smaller. A few wild ones do not move it. With an
 * even number of rows, the mean of the two in the middle.
 * @returns 0 or more; 0 is perfect for half of the rows at least
 * @throws {EvaluateError} as `meanAbsoluteError`
 */
export function medianAbsoluteError(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  checkNumbers(actual, predicted);
  const errors = Float64Array.from(actual, (y, i) => Math.abs(predicted[i] - y)).sort();
  const middle = errors.length >> 1;
  return errors.length % 2 === 1 ? errors[middle] : (errors[middle - 1] + errors[middle]) / 2;
}
