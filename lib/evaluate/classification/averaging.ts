import { shown } from '../../errors/index.js';
import { EvaluateError } from '../errors.js';
import { type ConfusionMatrix, confusionMatrix } from './confusion-matrix.js';
import type { Label, Labels } from './label.js';

/** Which class precision, recall and F1 are for, or over which classes they are averaged. */
export interface AveragingOptions {
  /** The class that counts as found, of two. Default 1. */
  readonly positive?: Label;
  /**
   * Over all classes: `macro` is the mean over the classes, `weighted` weighs them by their rows, `micro` counts over
   * all classes together. Classes are those that occur among the actual or the predicted.
   */
  readonly average?: 'macro' | 'micro' | 'weighted';
}

/** Hits, and how many rows were predicted as the class, and are of it. */
export interface ClassCounts {
  readonly hits: number;
  readonly predicted: number;
  readonly actual: number;
}

/** A metric of one class, of the positive one or averaged. */
export function averaged(
  actual: Labels,
  predicted: Labels,
  { positive = 1, average }: AveragingOptions,
  metric: (counts: ClassCounts) => number,
): number {
  const matrix = confusionMatrix(actual, predicted);
  const classes = matrix.labels.map((_, i) => countsOf(matrix, i));
  switch (average) {
    case undefined:
      return metric(classes[positiveIndex(matrix.labels, positive)] ?? { hits: 0, predicted: 0, actual: 0 });
    case 'macro':
      return classes.reduce((sum, counts) => sum + metric(counts), 0) / classes.length;
    case 'weighted':
      return classes.reduce((sum, counts) => sum + metric(counts) * counts.actual, 0) / matrix.n;
    case 'micro':
      return metric({
        hits: classes.reduce((sum, { hits }) => sum + hits, 0),
        predicted: matrix.n,
        actual: matrix.n,
      });
    default:
      throw new EvaluateError(`average is ${shown(average)}; choose macro, micro, weighted`);
  }
}

function countsOf({ counts }: ConfusionMatrix, i: number): ClassCounts {
  return {
    hits: counts[i][i],
    predicted: counts.reduce((sum, row) => sum + row[i], 0),
    actual: counts[i].reduce((sum, count) => sum + count, 0),
  };
}

function positiveIndex(labels: readonly Label[], positive: Label): number {
  if (labels.length > 2) {
    throw new EvaluateError(
      `there are ${labels.length} classes (${shown(labels.join(', '))}); choose an average: macro, micro, weighted`,
    );
  }
  const at = labels.indexOf(positive);
  const isBinary = labels.every((label) => label === 0 || label === 1) && positive === 1;
  if (at < 0 && !isBinary) {
    throw new EvaluateError(
      `the positive class ${shown(positive)} does not occur; there are ${shown(labels.join(', '))}`,
    );
  }
  return at;
}
