import { checkScores } from '../paired-values.js';
import { cumulativeCounts } from './cumulative-counts.js';
import { positivesOf } from './undefined-metric.js';

/**
 * Average precision of a classifier's scores, AP = Σ (Rᵢ − Rᵢ₋₁) Pᵢ over its distinct thresholds: the area under the
 * precision-recall curve as steps, without interpolation, as scikit-learn's `average_precision_score`. Rows with equal
 * scores enter together, unlike in a ranking, whose `averagePrecision` breaks ties.
 * @param actual 0 or 1 a row
 * @param scores higher means rather 1
 * @returns in (0, 1]; the share of class 1 is chance
 * @throws {EvaluateError} as `rocCurve`
 * @throws {UndefinedMetricError} without a row of class 1
 */
export function averagePrecisionScore(actual: ArrayLike<number>, scores: ArrayLike<number>): number {
  checkScores(actual, scores);
  const positives = positivesOf(actual, 'the average precision', 'positive');
  const { truePositives, falsePositives } = cumulativeCounts(actual, scores);
  let sum = 0;
  for (let i = 1; i < truePositives.length; i++) {
    const found = truePositives[i] - truePositives[i - 1];
    sum += (found * truePositives[i]) / (truePositives[i] + falsePositives[i]);
  }
  return sum / positives;
}
