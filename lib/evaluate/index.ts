/**
 * Metrics of rankings, regressions and classifiers, and their charts; TREC files, interleaving.
 * @module vitrine/evaluate
 * @example
 * ```ts
 * import { evaluate } from 'vitrine/evaluate';
 *
 * const qrels = new Map([['chair', new Map([['a', 2], ['b', 1]])]]);
 * const run = new Map([['chair', new Map([['a', 0.9], ['c', 0.7], ['b', 0.5]])]]);
 * console.log(evaluate(qrels, run, ['nDCG@10', 'AP']).mean.AP); // (1/1 + 2/3) / 2 = 0.8333…
 * ```
 */

export { bootstrapMetric } from './bootstrap-metric.js';
export { calibrationChart } from './charts/calibration.js';
export { confusionChart } from './charts/confusion.js';
export { precisionRecallChart } from './charts/precision-recall.js';
export { predictedActualChart } from './charts/predicted-actual.js';
export { rocChart } from './charts/roc.js';
export { accuracy } from './classification/accuracy.js';
export { atThreshold } from './classification/at-threshold.js';
export { auc } from './classification/auc.js';

export { brierScore } from './classification/brier-score.js';

export { confusionMatrix } from './classification/confusion-matrix.js';
export { expectedCalibrationError } from './classification/expected-calibration-error.js';
export { f1 } from './classification/f1.js';

export { precision } from './classification/precision.js';

export { recall } from './classification/recall.js';

export { EvaluateError } from './errors.js';

export { categoryQrels } from './ranking/category-qrels.js';
export { compareRuns, type SystemComparison } from './ranking/compare-runs.js';
export { comparisonTable } from './ranking/comparison-table.js';
export { type EmbeddingQuality, embeddingQuality } from './ranking/embedding-quality.js';
export { type EvaluateOptions, type Evaluation, evaluate } from './ranking/evaluate.js';

export { countWins, teamDraft } from './ranking/interleaving.js';
export type { Qrels } from './ranking/qrels.js';
export { readQrels } from './ranking/qrels-file.js';
export { readQueries } from './ranking/queries-file.js';

export type { Run } from './ranking/run.js';
export { readRun, writeRun } from './ranking/run-file.js';
export {
  comparisonMatrix,
  pairTable,
  significanceCaption,
  significanceTable,
} from './ranking/significance-tables.js';
export { meanAbsoluteError } from './regression/mean-absolute-error.js';

export { r2 } from './regression/r2.js';
export { rootMeanSquaredError } from './regression/root-mean-squared-error.js';
