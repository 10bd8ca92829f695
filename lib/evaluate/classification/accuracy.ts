import { checkLabels, type Labels } from './label.js';

/**
 * Accuracy: the share of rows whose predicted class is the actual one. For any number of classes. Where one class is
 * rare, compare with the share of the other.
 * @returns in [0, 1]
 * @throws {EvaluateError} without rows, on lists of two lengths, on a class that is NaN, which it names
 */
export function accuracy(actual: Labels, predicted: Labels): number {
  checkLabels(actual, predicted);
  let right = 0;
  for (let i = 0; i < actual.length; i++) if (actual[i] === predicted[i]) right++;
  return right / actual.length;
}
