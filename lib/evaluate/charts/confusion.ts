import type { ChartOptions, Figure } from '../../plot/index.js';
import { heatmap } from '../../plot/index.js';
import type { ConfusionMatrix } from '../classification/confusion-matrix.js';

export interface ConfusionChartOptions extends ChartOptions {
  readonly matrix: ConfusionMatrix;
  /** Names of the classes, in the order of `matrix.labels`. Default the labels themselves. */
  readonly names?: readonly string[];
  /**
   * Whether cells are shares of each actual class instead of counts, so that rare classes show too. Default false.
   */
  readonly normalize?: boolean;
}

/** A confusion matrix as coloured cells: actual classes as rows, predicted as columns. */
export function confusionChart(options: ConfusionChartOptions): Figure {
  const { matrix, names = matrix.labels.map(String), normalize = false, ...chart } = options;
  const values = matrix.counts.map((row) => {
    const total = normalize ? row.reduce((sum, count) => sum + count, 0) : 1;
    return row.map((count) => count / total);
  });
  const figure = heatmap({
    values,
    rows: names,
    columns: names,
    labels: normalize ? 2 : 0,
    xTitle: 'predicted',
    yTitle: 'actual',
    height: Math.min(760, 240 + 56 * names.length),
    ...chart,
  });
  return { ...figure, layout: { ...figure.layout, width: Math.min(760, 300 + 80 * names.length) } };
}
