import type { ChartOptions, Figure, Trace } from './figure.js';
import { logLayout } from './line.js';
import { baseLayout, plotText } from './theme.js';

/** One cloud of points. */
export interface ScatterSeries {
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** What a point says under the pointer. */
  readonly hover?: readonly string[];
  readonly color?: string;
}

export interface ScatterChartOptions extends ChartOptions {
  /** What is drawn: the points of each series. */
  readonly series: readonly ScatterSeries[];
  /** Diameter of a point in pixels. Default 6. */
  readonly size?: number;
  /** Opacity of a point, in [0, 1]. Default 0.7. */
  readonly opacity?: number;
  /** Whether the x axis is logarithmic. Default false. */
  readonly logX?: boolean;
  /** Whether the y axis is logarithmic. Default false. */
  readonly logY?: boolean;
}

/** Points, one colour a series, such as products on a two-dimensional map by category. */
export function scatterChart(options: ScatterChartOptions): Figure {
  const { series, size = 6, opacity = 0.7, logX, logY, ...chart } = options;
  const data: Trace[] = series.map(({ name, x, y, hover, color }) => ({
    type: 'scatter',
    mode: 'markers',
    name: plotText(name),
    x: Array.from(x),
    y: Array.from(y),
    marker: { size, opacity, ...(color ? { color } : {}) },
    ...(hover ? { text: hover.map(plotText), hoverinfo: 'text+name' } : {}),
  }));
  return { data, layout: { ...logLayout(baseLayout(chart), logX, logY), showlegend: series.length > 1 } };
}
