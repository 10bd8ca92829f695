import type { ChartOptions, Figure } from '../../plot/index.js';
import { scatterChart } from '../../plot/index.js';
import { rowsByGroup } from '../../stats/resampling/index.js';
import { guide, squareFigure } from './square.js';

export interface PredictedActualOptions extends ChartOptions {
  readonly actual: ArrayLike<number>;
  /** As many as actual. */
  readonly predicted: ArrayLike<number>;
  /** Colours the points by group, such as a quality band; a name a row. */
  readonly groups?: readonly string[];
  /** What a point says under the pointer, a text a row. */
  readonly hover?: readonly string[];
}

/** Predicted over actual numbers, with the diagonal on which a perfect prediction lies; both axes are alike. */
export function predictedActualChart(options: PredictedActualOptions): Figure {
  const { actual, predicted, groups, hover, ...chart } = options;
  const rowsOf = rowsByGroup(Array.from(actual, (_, i) => groups?.[i] ?? 'predictions'));
  let [low, high] = chart.xRange ?? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  if (!chart.xRange) {
    for (const values of [actual, predicted]) {
      for (let i = 0; i < values.length; i++) {
        low = Math.min(low, values[i]);
        high = Math.max(high, values[i]);
      }
    }
    const margin = (high - low || 1) * 0.03;
    [low, high] = [low - margin, high + margin];
  }
  const { data } = scatterChart({
    series: Array.from(rowsOf, ([name, rows]) => ({
      name,
      x: rows.map((i) => actual[i]),
      y: rows.map((i) => predicted[i]),
      ...(hover ? { hover: rows.map((i) => hover[i]) } : {}),
    })),
  });
  return squareFigure([guide([low, low], [high, high], 'predicted = actual'), ...data], {
    xTitle: 'actual',
    yTitle: 'predicted',
    xRange: [low, high],
    yRange: [low, high],
    ...chart,
  });
}
