import { ArgumentError, shown } from '../../errors/index.js';
import { checkProbabilities } from '../paired-values.js';

/** Bins of equal width over [0, 1] that hold at least one row, ascending. */
export interface CalibrationCurve {
  /** Mean probability in each bin. */
  readonly predicted: Float64Array;
  /** Share of class 1 in each bin. */
  readonly observed: Float64Array;
  /** Rows in each bin. */
  readonly counts: Uint32Array;
}

export interface CalibrationOptions {
  /** Number of bins over [0, 1]. Default 10. */
  readonly bins?: number;
}

/**
 * Reliability diagram: whether, of the rows given 80 %, about 80 % are of class 1. Bin b of B holds probabilities in
 * ((b−1)/B, b/B], the first also 0; empty bins are left out, as scikit-learn's `calibration_curve`, strategy uniform.
 * Defined for rows of one class too.
 * @param actual 0 or 1 a row
 * @param probabilities of class 1, in [0, 1]
 * @throws {EvaluateError} without rows, on lists of two lengths, on a value out of range, which it names
 * @throws {ArgumentError} on a number of bins that is not a whole number from 1
 */
export function calibrationCurve(
  actual: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  { bins = 10 }: CalibrationOptions = {},
): CalibrationCurve {
  checkProbabilities(actual, probabilities);
  if (!Number.isInteger(bins) || bins < 1) {
    throw new ArgumentError(`bins is ${shown(bins)}; give a whole number from 1, as in 10`);
  }
  const counts = new Uint32Array(bins);
  const predicted = new Float64Array(bins);
  const observed = new Float64Array(bins);
  for (let i = 0; i < actual.length; i++) {
    let bin = Math.max(0, Math.ceil(probabilities[i] * bins) - 1);
    // 0.55 · 20 rounds to more than 11.
    if (bin > 0 && probabilities[i] <= bin / bins) bin--;
    counts[bin]++;
    predicted[bin] += probabilities[i];
    observed[bin] += actual[i];
  }
  const filled = Array.from(counts.keys()).filter((bin) => counts[bin] > 0);
  return {
    predicted: Float64Array.from(filled, (bin) => predicted[bin] / counts[bin]),
    observed: Float64Array.from(filled, (bin) => observed[bin] / counts[bin]),
    counts: Uint32Array.from(filled, (bin) => counts[bin]),
  };
}
