import { type AveragingOptions, averaged, type ClassCounts } from './averaging.js';
import type { Labels } from './label.js';

function precisionOf({ hits, predicted }: ClassCounts): number {
  return predicted === 0 ? 0 : hits / predicted;
}

/**
 * Precision: of the rows predicted as the class, the share that is, TP / (TP + FP); 0 when none was predicted so.
 * For a ranking there is `precisionAt`.
 * @returns in [0, 1]
 * @throws {EvaluateError} as `accuracy`; on more than two classes without an average; on a positive class that does
 *   not occur, unless the classes are 0 and 1
 */
export function precision(actual: Labels, predicted: Labels, options: AveragingOptions = {}): number {
  return averaged(actual, predicted, options, precisionOf);
}
