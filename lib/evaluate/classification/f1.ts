import { type AveragingOptions, averaged, type ClassCounts } from './averaging.js';
import type { Labels } from './label.js';

function f1Of({ hits, predicted, actual }: ClassCounts): number {
  return predicted + actual === 0 ? 0 : (2 * hits) / (predicted + actual);
}

/**
 * F1: the harmonic mean of precision and recall, 2 TP / (2 TP + FP + FN); 0 when the class neither occurs nor was
 * predicted. `macro` is the mean of the F1 of each class (not the F1 of the mean precision and recall).
 * @returns in [0, 1]
 * @throws {EvaluateError} as `precision`
 */
export function f1(actual: Labels, predicted: Labels, options: AveragingOptions = {}): number {
  return averaged(actual, predicted, options, f1Of);
}
