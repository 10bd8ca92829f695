export { bootstrapMetric, type MetricInterval } from './bootstrap-metric.js';
export { type CalibrationChartOptions, calibrationChart } from './charts/calibration.js';
export { type ConfusionChartOptions, confusionChart } from './charts/confusion.js';
export { type PrecisionRecallChartOptions, precisionRecallChart } from './charts/precision-recall.js';
export { type PredictedActualOptions, predictedActualChart } from './charts/predicted-actual.js';
export { type RocChartOptions, rocChart } from './charts/roc.js';
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
export { EvaluateError } from './errors.js';
export { averagePrecision } from './ranking/average-precision.js';
export { categoryQrels } from './ranking/category-qrels.js';
export {
  type CompareOptions,
  compareEvaluations,
  compareRuns,
  type SystemComparison,
  type SystemPair,
} from './ranking/compare-runs.js';
export { comparisonTable } from './ranking/comparison-table.js';
export {
  type EmbeddingQuality,
  type EmbeddingQualityOptions,
  embeddingQuality,
} from './ranking/embedding-quality.js';
export { type EvaluateOptions, type Evaluation, evaluate } from './ranking/evaluate.js';
export { hitRateAt } from './ranking/hit-rate.js';
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
} from './ranking/interleaving.js';
export { type JudgedRanking, judge } from './ranking/judge.js';
export { judgedAt } from './ranking/judged.js';
export { metricNames, parseMetric } from './ranking/metric.js';
export { type Gain, ndcgAt } from './ranking/ndcg.js';
export { precisionAt } from './ranking/precision.js';
export { checkQrels, type Qrels, type QrelsCheck } from './ranking/qrels.js';
export { readQrels, writeQrels } from './ranking/qrels-file.js';
export { readQueries } from './ranking/queries-file.js';
export { recallAt } from './ranking/recall.js';
export { reciprocalRank } from './ranking/reciprocal-rank.js';
export { type Run, runFromRankings } from './ranking/run.js';
export { readRun, writeRun } from './ranking/run-file.js';
export {
  comparisonMatrix,
  pairTable,
  significanceCaption,
  significanceTable,
} from './ranking/significance-tables.js';
export { meanAbsoluteError } from './regression/mean-absolute-error.js';
export { medianAbsoluteError } from './regression/median-absolute-error.js';
export { r2 } from './regression/r2.js';
export { rootMeanSquaredError } from './regression/root-mean-squared-error.js';
