import { checkProbabilities } from '../paired-values.js';

/**
 * Brier score, (1/n) Σ (pᵢ − yᵢ)²: the mean squared error of probabilities. Defined for rows of one class too.
 * Brier, Monthly Weather Review 78, 1950 (its two-class half, as scikit-learn's `brier_score_loss`).
 * @param actual 0 or 1 a row
 * @param probabilities of class 1, in [0, 1]
 * @returns in [0, 1]; 0 is perfect, 0.25 is what a constant ½ gives
 * @throws {EvaluateError} without rows, on lists of two lengths, on a value out of range, which it names
 */
export function brierScore(actual: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  checkProbabilities(actual, probabilities);
  let sum = 0;
  for (let i = 0; i < actual.length; i++) sum += (probabilities[i] - actual[i]) ** 2;
  return sum / actual.length;
}
