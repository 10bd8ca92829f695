import { shown } from '../../errors/index.js';
import type { Matrix } from '../../vectors/index.js';
import { EvaluateError } from '../errors.js';
import { checkLengths, checkProbabilities } from '../paired-values.js';

/** Probabilities are kept this far from 0 and 1, so that one certain mistake costs 36, not ∞. */
const margin = 2 ** -52;

/**
 * Logarithmic loss, −(1/n) Σ ln p(actual class), natural logarithm. Probabilities are clipped to [2⁻⁵², 1 − 2⁻⁵²], as
 * scikit-learn's `log_loss` does for doubles. Defined for rows of one class too.
 * @param actual 0 or 1 a row; with a matrix, the column of the row's class
 * @param probabilities of class 1, in [0, 1]; or a matrix with a column a class, whose rows sum to 1
 * @returns 0 or more; ln 2 ≈ 0.693 is what a constant ½ gives on two classes
 * @throws {EvaluateError} without rows, on lists of two lengths, on a value out of range, which it names
 */
export function logLoss(actual: ArrayLike<number>, probabilities: ArrayLike<number> | Matrix): number {
  if ('rows' in probabilities) return multiclass(actual, probabilities);
  checkProbabilities(actual, probabilities);
  let sum = 0;
  for (let i = 0; i < actual.length; i++) {
    const p = Math.min(1 - margin, Math.max(margin, probabilities[i]));
    sum -= actual[i] === 1 ? Math.log(p) : Math.log(1 - p);
  }
  return sum / actual.length;
}

function multiclass(actual: ArrayLike<number>, { rows, cols, data }: Matrix): number {
  checkLengths(actual, { length: rows });
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    const label = actual[i];
    if (!Number.isInteger(label) || label < 0 || label >= cols) {
      throw new EvaluateError(
        `row ${i}: the actual class is ${shown(label)}; it must be a column from 0 to ${cols - 1}`,
      );
    }
    let total = 0;
    for (let j = 0; j < cols; j++) {
      const p = data[i * cols + j];
      if (!(p >= 0 && p <= 1)) {
        throw new EvaluateError(`row ${i}, column ${j}: ${p} is no probability from 0 to 1`);
      }
      total += p;
    }
    if (Math.abs(total - 1) > 1e-4) {
      throw new EvaluateError(`row ${i}: the probabilities sum to ${total}; they must sum to 1`);
    }
    sum -= Math.log(Math.min(1 - margin, Math.max(margin, data[i * cols + label])));
  }
  return sum / rows;
}
