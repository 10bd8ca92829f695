import type { ChartOptions, Figure, Interval, Layout } from './figure.js';
import { baseLayout, plotHeight, plotText, wrappedTicks } from './theme.js';

/** One set of bars: a value for each category. */
export interface BarSeries {
  readonly name: string;
  readonly values: ArrayLike<number>;
  /** Drawn as an error bar on each bar. */
  readonly interval?: Interval;
  /** Colour of the bars, as in CSS. Default the next of the palette. */
  readonly color?: string;
}

export interface BarChartOptions extends ChartOptions {
  /** Names of the categories, in the order of the axis. */
  readonly categories: readonly string[];
  /** What is drawn: each series has a value for each category. */
  readonly series: readonly BarSeries[];
  /** Whether bars lie, for long category names; the first category is on top. Default false. */
  readonly horizontal?: boolean;
  /** Whether bars of one category are on top of each other instead of side by side. Default false. */
  readonly stacked?: boolean;
  /** Decimals of the value printed on each bar. Default none is printed. */
  readonly labels?: number;
}

/**
 * Bars by category, grouped by series.
 *
 * @example barChart({ categories: ['BM25', 'hybrid'], series: [{ name: 'nDCG@10', values: [0.54, 0.58] }] })
 */
export function barChart(options: BarChartOptions): Figure {
  const { categories, series, horizontal = false, stacked = false, labels, ...chart } = options;
  const names = categories.map(plotText);
  const data = series.map(({ name, values, interval, color }) => {
    const numbers = Array.from(values);
    const error = interval && {
      type: 'data',
      array: numbers.map((value, i) => interval.high[i] - value),
      arrayminus: numbers.map((value, i) => value - interval.low[i]),
      symmetric: false,
      thickness: 1.5,
      width: 4,
      color: 'rgba(110,110,110,1)',
    };
    return {
      type: 'bar',
      name: plotText(name),
      orientation: horizontal ? 'h' : 'v',
      x: horizontal ? numbers : names,
      y: horizontal ? names : numbers,
      ...(error ? { [horizontal ? 'error_x' : 'error_y']: error } : {}),
      ...(color ? { marker: { color } } : {}),
      ...(labels === undefined
        ? {}
        : {
            text: numbers.map((value) => value.toFixed(labels)),
            textposition: 'auto',
            insidetextanchor: 'start',
            textangle: 0,
          }),
    };
  });
  const ticks = horizontal ? wrappedTicks(categories) : {};
  const height = chart.height ?? (horizontal ? heightFor(categories.length, ticks) : plotHeight);
  const layout = baseLayout({ ...chart, height });
  const category = { type: 'category', ...(horizontal ? { autorange: 'reversed' } : {}) };
  return {
    data,
    layout: {
      ...layout,
      barmode: stacked ? 'stack' : 'group',
      bargap: 0.25,
      ...(labels === undefined ? {} : { uniformtext: { minsize: 9, mode: 'hide' } }),
      showlegend: series.length > 1,
      ...(horizontal
        ? { yaxis: { ...(layout.yaxis as Layout), ...category, ...ticks } }
        : { xaxis: { ...(layout.xaxis as Layout), ...category } }),
    },
  };
}

/** Tall enough that the names of lying bars, each as tall as the one with the most lines, do not touch. */
function heightFor(bars: number, { ticktext }: Layout): number {
  const names = (ticktext as readonly string[] | undefined) ?? [''];
  const lines = Math.max(...names.map((name) => name.split('<br>').length));
  return Math.max(plotHeight, 100 + bars * lines * 15);
}
