import type { ChartOptions, Figure } from '../../plot/index.js';
import { lineChart } from '../../plot/index.js';
import type { PrecisionRecallCurve } from '../classification/precision-recall-curve.js';
import { guide, squareFigure } from './square.js';

export interface PrecisionRecallChartOptions extends ChartOptions {
  /** A curve a model; put its average precision into the name. */
  readonly curves: readonly { readonly name: string; readonly curve: PrecisionRecallCurve }[];
}

/** Precision over recall as steps, the area that average precision sums, with the share of class 1 as chance. */
export function precisionRecallChart({ curves, ...chart }: PrecisionRecallChartOptions): Figure {
  const { data } = lineChart({
    markers: false,
    series: curves.map(({ name, curve }) => ({ name, ...steps(curve) })),
  });
  // At the lowest threshold every row counts as positive.
  const share = curves[0]?.curve.precision.at(-1) ?? 0;
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
