export { type ImageItem, type ImageOptions, type ImageRow, showImageRows, showImages } from './images.js';
export { showNote } from './note.js';
export { type PlotOptions, showPlot } from './plot.js';
export { type Progress, type ProgressOptions, progress } from './progress.js';
export { type DataFrameLike, type Row, showTable, type TableOptions } from './table.js';
