import { type AveragingOptions, averaged, type ClassCounts } from './averaging.js';
import type { Labels } from './label.js';

function recallOf({ hits, actual }: ClassCounts): number {
  return actual === 0 ? 0 : hits / actual;
}

/**
 * Recall: of the rows of the class, the share that was predicted so, TP / (TP + FN); 0 when the class has none.
 * For a ranking there is `recallAt`.
 * @returns in [0, 1]
 * @throws {EvaluateError} as `precision`
 */
export function recall(actual: Labels, predicted: Labels, options: AveragingOptions = {}): number {
  return averaged(actual, predicted, options, recallOf);
}
