import { checkScores } from '../paired-values.js';
import { cumulativeCounts } from './cumulative-counts.js';
import { positivesOf } from './positives.js';

/** Points of a ROC curve from (0, 0) to (1, 1), one a distinct score. */
export interface RocCurve {
  /** FP / negatives at each threshold, ascending. */
  readonly falsePositiveRate: Float64Array;
  /** TP / positives at each threshold, ascending. */
  readonly truePositiveRate: Float64Array;
  /** A row counts as positive from this score up; descending, the first is ∞. */
  readonly thresholds: Float64Array;
}

/**
 * The receiver operating characteristic: which share of the positives is found at the price of which share of the
 * negatives, as the threshold falls. Rows with equal scores make one point, as scikit-learn's `roc_curve` without
 * `drop_intermediate`.
 * @param actual 0 or 1 a row
 * @param scores higher means rather 1; probabilities or any other number
 * @throws {EvaluateError} without rows, on lists of two lengths, on a value out of range, which it names
 * @throws {UndefinedMetricError} on rows of one class
 */
export function rocCurve(actual: ArrayLike<number>, scores: ArrayLike<number>): RocCurve {
  checkScores(actual, scores);
  const positives = positivesOf(actual, 'the ROC curve', 'both');
  const negatives = actual.length - positives;
  const counts = cumulativeCounts(actual, scores);
  return {
    falsePositiveRate: counts.falsePositives.map((count) => count / negatives),
    truePositiveRate: counts.truePositives.map((count) => count / positives),
    thresholds: counts.thresholds,
  };
}
