export { endKernel, startKernel } from './run/kernel.js';
export { kernelProgram, packageRoot } from './run/package-root.js';
export {
  type DataFrameLike,
  escapeMarkdown,
  type ImageItem,
  type ImageOptions,
  type ImageRow,
  inKernel,
  livePlot,
  type PlotOptions,
  type Progress,
  type ProgressOptions,
  progress,
  type Row,
  showImageRows,
  showImages,
  showNote,
  showPlot,
  showTable,
  type TableOptions,
} from './show/index.js';
export { liveCurves } from './training/live-curves.js';
export { trainingProgress } from './training/training-progress.js';
