import { checkScores } from '../paired-values.js';
import { cumulativeCounts } from './cumulative-counts.js';
import { positivesOf } from './positives.js';

/**
 * Area under the ROC curve: how often a row of class 1 scores higher than one of class 0, ties counting half
 * (the Mann–Whitney statistic U / (positives · negatives)). Hanley and McNeil, Radiology 143, 1982.
 * @param actual 0 or 1 a row
 * @param scores higher means rather 1
 * @returns in [0, 1]; 0.5 is chance
 * @throws {EvaluateError} as `rocCurve`
 * @throws {UndefinedMetricError} on rows of one class
 */
export function auc(actual: ArrayLike<number>, scores: ArrayLike<number>): number {
  checkScores(actual, scores);
  const positives = positivesOf(actual, 'the AUC', 'both');
  const { truePositives, falsePositives } = cumulativeCounts(actual, scores);
  let wins = 0;
  for (let i = 1; i < truePositives.length; i++) {
    wins += (falsePositives[i] - falsePositives[i - 1]) * (truePositives[i - 1] + truePositives[i]) * 0.5;
  }
  return wins / (positives * (actual.length - positives));
}
