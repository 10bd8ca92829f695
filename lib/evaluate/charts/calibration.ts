import type { ChartOptions, Figure } from '../../plot/index.js';
import { lineChart } from '../../plot/index.js';
import type { CalibrationCurve } from '../classification/calibration-curve.js';
import { guide, squareFigure } from './square.js';

export interface CalibrationChartOptions extends ChartOptions {
  readonly curves: readonly { readonly name: string; readonly curve: CalibrationCurve }[];
}

/** Reliability diagram: observed share over predicted probability, a point a bin, its rows under the pointer. */
export function calibrationChart({ curves, ...chart }: CalibrationChartOptions): Figure {
  const { data } = lineChart({
    markers: true,
    series: curves.map(({ name, curve }) => ({ name, x: curve.predicted, y: curve.observed })),
  });
  const counted = data.map((trace, i) => ({
    ...trace,
    text: Array.from(curves[i].curve.counts, (count) => `${count} rows`),
  }));
  return squareFigure([...counted, guide([0, 0], [1, 1], 'calibrated')], {
    xTitle: 'predicted probability',
    yTitle: 'observed share',
    xRange: [0, 1],
    yRange: [0, 1.01],
    ...chart,
  });
}
