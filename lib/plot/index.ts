/**
 * Charts as plotly figures, and pictures of them that need no browser.
 * @module vitrine/plot
 * @example
 * ```ts
 * import { barChart, savePlot } from 'vitrine/plot';
 *
 * const chart = barChart({ categories: ['BM25', 'hybrid'], series: [{ name: 'nDCG@10', values: [0.54, 0.58] }] });
 * await savePlot(chart, 'quality.png');
 * ```
 */

export { barChart } from './bar.js';

export { describeFigure, textOf } from './describe.js';

export type { ChartOptions, Figure } from './figure.js';
export { heatmap } from './heatmap.js';
export { histogram } from './histogram.js';
export { lineChart } from './line.js';
export { plotPng, savePlot } from './png.js';
export { scatterChart } from './scatter.js';
export { baseLayout, plotColors, plotText, referenceColor } from './theme.js';
