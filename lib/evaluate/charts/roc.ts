import type { ChartOptions, Figure } from '../../plot/index.js';
import { lineChart } from '../../plot/index.js';
import { rocCurve } from '../classification/roc-curve.js';
import { guide, squareFigure } from './square.js';

export interface RocChartOptions extends ChartOptions {
  /** A curve a model: 0 or 1 a row, and scores, higher meaning rather 1. Put the AUC into the name, as in 'network (AUC 0.97)'. */
  readonly curves: readonly {
    readonly name: string;
    readonly actual: ArrayLike<number>;
    readonly scores: ArrayLike<number>;
  }[];
}

/**
 * ROC curves with the diagonal of chance: which share of the positives is found at the price of which share of the
 * negatives, as the threshold falls. Rows with equal scores make one point.
 * @throws {EvaluateError} without rows, on lists of two lengths, on a value out of range, on rows of one class
 */
export function rocChart({ curves, ...chart }: RocChartOptions): Figure {
  const { data } = lineChart({
    markers: false,
    series: curves.map(({ name, actual, scores }) => {
      const { falsePositiveRate, truePositiveRate } = rocCurve(actual, scores);
      return { name, x: falsePositiveRate, y: truePositiveRate };
    }),
  });
  return squareFigure([...data, guide([0, 0], [1, 1], 'chance')], {
    xTitle: 'false positive rate',
    yTitle: 'true positive rate',
    xRange: [0, 1],
    yRange: [0, 1.01],
    ...chart,
  });
}
