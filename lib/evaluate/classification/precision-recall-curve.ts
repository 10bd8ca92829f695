import { checkScores } from '../paired-values.js';
import { cumulativeCounts } from './cumulative-counts.js';
import { positivesOf } from './positives.js';

/** Points of a precision-recall curve by falling threshold, so by rising recall; the first has recall 0. */
export interface PrecisionRecallCurve {
  readonly precision: Float64Array;
  readonly recall: Float64Array;
  /** A row counts as positive from this score up; descending, the first is ∞. */
  readonly thresholds: Float64Array;
}

/**
 * Precision over recall as the threshold falls, a point a distinct score. Where nothing counts as positive yet,
 * precision is 1. The points of scikit-learn's `precision_recall_curve` in the opposite order.
 * @param actual 0 or 1 a row
 * @param scores higher means rather 1
 * @throws {EvaluateError} as `rocCurve`
 * @throws {UndefinedMetricError} without a row of class 1
 */
export function precisionRecallCurve(
  actual: ArrayLike<number>,
  scores: ArrayLike<number>,
): PrecisionRecallCurve {
  checkScores(actual, scores);
  const positives = positivesOf(actual, 'the precision-recall curve', 'positive');
  const { thresholds, truePositives, falsePositives } = cumulativeCounts(actual, scores);
  return {
    precision: truePositives.map((count, i) => (i === 0 ? 1 : count / (count + falsePositives[i]))),
    recall: truePositives.map((count) => count / positives),
    thresholds,
  };
}
