import { checkNumbers } from '../paired-values.js';

/**
 * Coefficient of determination, R² = 1 − Σ (ŷᵢ − yᵢ)² / Σ (yᵢ − ȳ)²: the share of the variance that the predictions
 * explain. 0 is what predicting the mean gives; below 0 is worse than that. Where all actual values are equal: 1 when
 * each was predicted exactly, else 0, as scikit-learn's `r2_score`.
 * @returns at most 1
 * @throws {EvaluateError} as `meanAbsoluteError`
 */
export function r2(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  checkNumbers(actual, predicted);
  let mean = 0;
  let constant = true;
  for (let i = 0; i < actual.length; i++) {
    mean += actual[i] / actual.length;
    if (actual[i] !== actual[0]) constant = false;
  }
  let residual = 0;
  let total = 0;
  for (let i = 0; i < actual.length; i++) {
    residual += (predicted[i] - actual[i]) ** 2;
    total += (actual[i] - mean) ** 2;
  }
  if (constant) return residual === 0 ? 1 : 0;
  return 1 - residual / total;
}
