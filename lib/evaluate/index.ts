export { averagePrecision } from './average-precision.js';
export {
  type BootstrapInterval,
  type BootstrapOptions,
  bootstrapInterval,
  type PairedDifference,
  pairedBootstrap,
  type QueryValues,
} from './bootstrap.js';
export { categoryQrels } from './category-qrels.js';
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
