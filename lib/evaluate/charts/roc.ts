import type { ChartOptions, Figure } from '../../plot/index.js';
import { lineChart } from '../../plot/index.js';
import type { RocCurve } from '../classification/roc-curve.js';
import { guide, squareFigure } from './square.js';

export interface RocChartOptions extends ChartOptions {
  /** A curve a model; put its AUC into the name, as in 'network (AUC 0.97)'. */
  readonly curves: readonly { readonly name: string; readonly curve: RocCurve }[];
}

/** ROC curves with the diagonal of chance. */
export function rocChart({ curves, ...chart }: RocChartOptions): Figure {
  const { data } = lineChart({
    markers: false,
    series: curves.map(({ name, curve }) => ({
      name,
      x: curve.falsePositiveRate,
      y: curve.truePositiveRate,
    })),
  });
  return squareFigure([...data, guide([0, 0], [1, 1], 'chance')], {
    xTitle: 'false positive rate',
    yTitle: 'true positive rate',
    xRange: [0, 1],
    yRange: [0, 1.01],
    ...chart,
  });
}
