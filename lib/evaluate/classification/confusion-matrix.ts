import { shown } from '../../errors/index.js';
import { EvaluateError } from '../errors.js';
import { checkLabels, type Label, type Labels } from './label.js';

/** How often each class was taken for each. */
export interface ConfusionMatrix {
  readonly labels: readonly Label[];
  /** `counts[i][j]`: rows of class `labels[i]` that were predicted as `labels[j]`. */
  readonly counts: readonly (readonly number[])[];
  /** Number of rows. */
  readonly n: number;
}

/**
 * Counts each pair of actual and predicted class. Binary with classes 0 and 1:
 * `counts` is [[true negatives, false positives], [false negatives, true positives]].
 * @param labels the classes and their order; by default those that occur, numbers ascending, then names by code unit
 * @throws {EvaluateError} as `accuracy`; on a class that is not among the labels, with its row
 */
export function confusionMatrix(
  actual: Labels,
  predicted: Labels,
  labels?: readonly Label[],
): ConfusionMatrix {
  checkLabels(actual, predicted);
  const classes = labels ?? occurring(actual, predicted);
  const index = new Map(classes.map((label, i) => [label, i]));
  if (index.size !== classes.length) throw new EvaluateError('a class is listed twice in labels');
  const place = (value: Label, row: number) => {
    const at = index.get(value);
    if (at === undefined) {
      throw new EvaluateError(
        `row ${row}: class ${shown(value)} is not among the labels ${shown(classes.join(', '))}`,
      );
    }
    return at;
  };
  const counts = classes.map(() => classes.map(() => 0));
  for (let i = 0; i < actual.length; i++) counts[place(actual[i], i)][place(predicted[i], i)]++;
  return { labels: classes, counts, n: actual.length };
}

function occurring(...lists: Labels[]): Label[] {
  const seen = new Set<Label>();
  for (const list of lists) for (let i = 0; i < list.length; i++) seen.add(list[i]);
  return [...seen].sort((a, b) => {
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
    return a < b ? -1 : 1;
  });
}
