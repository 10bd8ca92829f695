import type { ChartOptions, Figure, Trace } from './figure.js';
import { baseLayout, plotText } from './theme.js';

/** One distribution. */
export interface HistogramSeries {
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly color?: string;
}

export interface HistogramOptions extends ChartOptions {
  /** What is drawn: the values of each series. */
  readonly series: readonly HistogramSeries[];
  /** Bins over the range of all series. Default 30. */
  readonly bins?: number;
  /** Whether bars are shares of each series instead of counts, to compare series of unlike sizes. Default false. */
  readonly shares?: boolean;
}

/** How often values fall into bins of equal width; several series share the bins and overlap. */
export function histogram({ series, bins = 30, shares = false, ...chart }: HistogramOptions): Figure {
  const finite = series.map(({ values }) => Array.from(values).filter(Number.isFinite));
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of finite.flat()) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) [low, high] = [0, 1];
  const size = (high - low) / bins || 1 / bins;
  const data: Trace[] = series.map(({ name, color }, index) => ({
    type: 'histogram',
    name: plotText(name),
    x: finite[index],
    xbins: { start: low, end: high + size / 1e6, size },
    ...(shares ? { histnorm: 'probability' } : {}),
    opacity: series.length > 1 ? 0.6 : 1,
    ...(color ? { marker: { color } } : {}),
  }));
  const titled = { yTitle: shares ? 'share' : 'count', ...chart };
  return {
    data,
    layout: { ...baseLayout(titled), barmode: 'overlay', bargap: 0.04, showlegend: series.length > 1 },
  };
}
