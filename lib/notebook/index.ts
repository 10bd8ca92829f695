export {
  escapeMarkdown,
  type Progress,
  progress,
  showImageRows,
  showImages,
  showNote,
  showPlot,
  showTable,
} from './show/index.js';
export { liveCurves } from './training/live-curves.js';
export { trainingProgress } from './training/training-progress.js';
