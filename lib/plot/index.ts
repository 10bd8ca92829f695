export { barChart } from './bar.js';

export { describeFigure, textOf } from './describe.js';

export type { ChartOptions, Figure, Layout, Trace } from './figure.js';
export { heatmap } from './heatmap.js';
export { histogram } from './histogram.js';
export { lineChart } from './line.js';
export { plotPng, savePlot } from './png.js';
export { scatterChart } from './scatter.js';
export { baseLayout, plotColors, plotText, referenceColor } from './theme.js';
