/**
 * Tables, plots, pictures and progress in the cells of a notebook.
 * @module vitrine/notebook
 * @example
 * ```ts
 * import { progress, showNote, showTable } from 'vitrine/notebook';
 *
 * const bar = progress('Reading', 2);
 * bar(2, 2);
 * bar.done();
 * showTable([{ system: 'hybrid', 'nDCG@10': 0.58 }], { title: 'Search quality' });
 * showNote('No photo was found.', 'warning');
 * ```
 */

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
