import type { ChartOptions, Figure, Trace } from './figure.js';
import { baseLayout, plotText } from './theme.js';

/** One distribution. */
export interface BoxSeries {
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly color?: string;
}

export interface BoxChartOptions extends ChartOptions {
  /** What is drawn: a box a series. */
  readonly series: readonly BoxSeries[];
  /** Whether boxes lie, for long names. Default false. */
  readonly horizontal?: boolean;
}

/** Median, quartiles, whiskers to 1.5 interquartile ranges, and outliers of each series. */
export function boxChart({ series, horizontal = false, ...chart }: BoxChartOptions): Figure {
  const data: Trace[] = series.map(({ name, values, color }) => ({
    type: 'box',
    name: plotText(name),
    [horizontal ? 'x' : 'y']: Array.from(values).filter(Number.isFinite),
    boxpoints: 'outliers',
    ...(color ? { marker: { color } } : {}),
  }));
  return { data, layout: { ...baseLayout(chart), showlegend: false } };
}
