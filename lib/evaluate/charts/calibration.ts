import type { ChartOptions, Figure } from '../../plot/index.js';
import { lineChart } from '../../plot/index.js';
import { calibrationCurve } from '../classification/calibration-curve.js';
import { guide, squareFigure } from './square.js';

export interface CalibrationChartOptions extends ChartOptions {
  /** A curve a model: 0 or 1 a row, and the probabilities of class 1. */
  readonly curves: readonly {
    readonly name: string;
    readonly actual: ArrayLike<number>;
    readonly probabilities: ArrayLike<number>;
  }[];
}

/**
 * Reliability diagram: observed share over predicted probability, a point for each of ten bins that holds rows, their
 * number under the pointer. Well calibrated, of the rows given 80 % about 80 % are of class 1.
 * @throws {EvaluateError} without rows, on lists of two lengths, on a value out of range, which it names
 */
export function calibrationChart({ curves, ...chart }: CalibrationChartOptions): Figure {
  const measured = curves.map(({ name, actual, probabilities }) => ({
    name,
    ...calibrationCurve(actual, probabilities),
  }));
  const { data } = lineChart({
    markers: true,
    series: measured.map(({ name, predicted, observed }) => ({ name, x: predicted, y: observed })),
  });
  const counted = data.map((trace, i) => ({
    ...trace,
    text: Array.from(measured[i].counts, (count) => `${count} rows`),
  }));
  return squareFigure([...counted, guide([0, 0], [1, 1], 'calibrated')], {
    xTitle: 'predicted probability',
    yTitle: 'observed share',
    xRange: [0, 1],
    yRange: [0, 1.01],
    ...chart,
  });
}
