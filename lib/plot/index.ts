export { type BarChartOptions, type BarSeries, barChart } from './bar.js';
export { type BoxChartOptions, type BoxSeries, boxChart } from './box.js';
export { describeFigure, textOf } from './describe.js';
export { type FontMetrics, fontFiles, readMetrics } from './draw/font.js';

export type {
  AxisValue,
  ChartOptions,
  Figure,
  Interval,
  Layout,
  ReferenceLine,
  Trace,
  Values,
} from './figure.js';
export { type HeatmapOptions, heatmap } from './heatmap.js';
export { type HistogramOptions, type HistogramSeries, histogram } from './histogram.js';
export { type LineChartOptions, type LineSeries, lineChart } from './line.js';
export { plotPng, savePlot } from './png.js';
export { type ScatterChartOptions, type ScatterSeries, scatterChart } from './scatter.js';
export { baseLayout, PALETTE, plotText, REFERENCE } from './theme.js';
