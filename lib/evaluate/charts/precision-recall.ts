import type { ChartOptions, Figure } from '../../plot/index.js';
import { lineChart } from '../../plot/index.js';
import { type PrecisionRecallCurve, precisionRecallCurve } from '../classification/precision-recall-curve.js';
import { guide, squareFigure } from './square.js';

export interface PrecisionRecallChartOptions extends ChartOptions {
  /** A curve a model: 0 or 1 a row, and scores, higher meaning rather 1. */
  readonly curves: readonly {
    readonly name: string;
    readonly actual: ArrayLike<number>;
    readonly scores: ArrayLike<number>;
  }[];
}

/**
 * Precision over recall as steps, whose area is the average precision, with the share of class 1 as chance.
 * @throws {EvaluateError} without rows, on lists of two lengths, on a value out of range, without a row of class 1
 */
export function precisionRecallChart({ curves, ...chart }: PrecisionRecallChartOptions): Figure {
  const measured = curves.map(({ actual, scores }) => precisionRecallCurve(actual, scores));
  const { data } = lineChart({
    markers: false,
    series: curves.map(({ name }, i) => ({ name, ...steps(measured[i]) })),
  });
  // At the lowest threshold every row counts as positive.
  const share = measured[0]?.precision.at(-1) ?? 0;
  return squareFigure([...data, guide([0, share], [1, share], 'chance')], {
    xTitle: 'recall',
    yTitle: 'precision',
    xRange: [0, 1],
    yRange: [0, 1.01],
    ...chart,
  });
}

function steps({ recall, precision }: PrecisionRecallCurve): { x: number[]; y: number[] } {
  const x: number[] = [];
  const y: number[] = [];
  for (let i = 1; i < recall.length; i++) {
    x.push(recall[i - 1], recall[i]);
    y.push(precision[i], precision[i]);
  }
  return { x, y };
}
