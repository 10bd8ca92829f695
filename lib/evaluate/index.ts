export { averagePrecision } from './average-precision.js';
export {
  type BootstrapInterval,
  type BootstrapOptions,
  bootstrapInterval,
  type PairedDifference,
  pairedBootstrap,
  type QueryValues,
} from './bootstrap.js';
export { bootstrapMetric, type MetricInterval } from './bootstrap-metric.js';
export { categoryQrels } from './category-qrels.js';
export { accuracy } from './classification/accuracy.js';
export { atThreshold } from './classification/at-threshold.js';
export { auc } from './classification/auc.js';
export { averagePrecisionScore } from './classification/average-precision-score.js';
export type { AveragingOptions } from './classification/averaging.js';
export { brierScore } from './classification/brier-score.js';
export {
  type CalibrationCurve,
  type CalibrationOptions,
  calibrationCurve,
} from './classification/calibration-curve.js';
export { type ConfusionMatrix, confusionMatrix } from './classification/confusion-matrix.js';
export { expectedCalibrationError } from './classification/expected-calibration-error.js';
export { f1 } from './classification/f1.js';
export type { Label, Labels } from './classification/label.js';
export { logLoss } from './classification/log-loss.js';
export { precision } from './classification/precision.js';
export { type PrecisionRecallCurve, precisionRecallCurve } from './classification/precision-recall-curve.js';
export { recall } from './classification/recall.js';
export { type RocCurve, rocCurve } from './classification/roc-curve.js';
export { UndefinedMetricError } from './classification/undefined-metric.js';
export {
  type CompareOptions,
  compareEvaluations,
  compareRuns,
  type SystemComparison,
  type SystemPair,
} from './compare-runs.js';
export { type ComparisonRow, comparisonTable } from './comparison-table.js';
export { adjustPValues, type Correction, corrections } from './correction.js';
export {
  type EmbeddingQuality,
  type EmbeddingQualityOptions,
  embeddingQuality,
} from './embedding-quality.js';
export { EvaluateError } from './errors.js';
export { type EvaluateOptions, type Evaluation, evaluate } from './evaluate.js';
export { hitRateAt } from './hit-rate.js';
export {
  type CountOptions,
  countWins,
  type Impression,
  type InterleavedItem,
  type InterleavingResult,
  signTest,
  type Team,
  type TeamDraftOptions,
  teamDraft,
} from './interleaving.js';
export { type JudgedRanking, judge } from './judge.js';
export { judgedAt } from './judged.js';
export { metricNames, parseMetric } from './metric.js';
export { type Gain, ndcgAt } from './ndcg.js';
export { precisionAt } from './precision.js';
export { checkQrels, type Qrels, type QrelsCheck } from './qrels.js';
export { readQrels, writeQrels } from './qrels-file.js';
export { readQueries } from './queries-file.js';
export { type RandomizationOptions, type RandomizationTest, randomizationTest } from './randomization.js';
export { recallAt } from './recall.js';
export { reciprocalRank } from './reciprocal-rank.js';
export { meanAbsoluteError } from './regression/mean-absolute-error.js';
export { medianAbsoluteError } from './regression/median-absolute-error.js';
export { r2 } from './regression/r2.js';
export { rootMeanSquaredError } from './regression/root-mean-squared-error.js';
export { type Run, runFromRankings } from './run.js';
export { readRun, writeRun } from './run-file.js';
export {
  comparisonMatrix,
  pairTable,
  significanceCaption,
  significanceTable,
  type TableRow,
} from './significance-tables.js';
export { type TableFormat, tableFormats, tableText } from './table-text.js';
