export { inKernel, newTextDisplay } from './display.js';
export { duration } from './duration.js';
export { type ImageItem, type ImageOptions, type ImageRow, showImageRows, showImages } from './images.js';
export { livePlot } from './live-plot.js';
export { escapeMarkdown, showNote } from './note.js';
export { type PlotOptions, showPlot } from './plot.js';
export { type Progress, type ProgressOptions, progress } from './progress.js';
export { type DataFrameLike, type Row, showTable, type TableOptions } from './table.js';
