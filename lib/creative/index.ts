export { type Advice, advise } from './advice/advice.js';
export {
  type Brand,
  type BrandDeviation,
  type BrandGuidelines,
  type BrandScore,
  fitBrand,
  scoreBrand,
} from './brand/brand.js';
export { type FeatureStanding, standingAmong } from './brand/competitors.js';
export { type CreativeContext, tableFeatureNames } from './features/creative-values.js';
export {
  type DescribedCreative,
  describeCreative,
  type VisualFeatures,
  visualFeatures,
} from './features/extract.js';
export { type CreativeFeature, creativeFeatureList, visualFeatureNames } from './features/feature-list.js';
export type { PaletteColor } from './features/palette.js';
export type { TextRegion } from './features/text-regions.js';
export { type CreativeResult, creativeJob } from './job.js';
export { contributionsOf } from './models/contributions.js';
export {
  type CreativeModel,
  type FittedModel,
  type PlatformRule,
  type Reference,
  type ScoredRows,
  scoreRows,
} from './models/creative-model.js';
export { creativeDrift } from './models/drift.js';
export { CreativeModelError } from './models/errors.js';
export { type BrandExample, brandExample, looksOf, weakestHeldOut } from './models/examples.js';
export {
  dependenceFigure,
  importanceFigure,
  intervalFigure,
  leaderboardFigure,
  predictedFigure,
  trainingFigures,
} from './models/figures.js';
export { type HoldOut, holdOutAccounts } from './models/hold-out.js';
export { creativeLearners } from './models/learners.js';
export type { CreativeMetrics, PartMetrics } from './models/metrics.js';
export { type CreativeParameters, checkCreativeParameters } from './models/parameters.js';
export { type CreativePrediction, predictCreative } from './models/predict.js';
export {
  creativeRegistry,
  findCreativeModel,
  hashOfRows,
  registerCreativeModel,
} from './models/register.js';
export { type CreativeRetrainOptions, creativeRetrainJob } from './models/retrain-job.js';
export { openCreativeModel, saveCreativeModel } from './models/save-model.js';
export { type CreativeRunParts, saveCreativeRun } from './models/save-run.js';
export { type CreativeMode, type CreativeSource, creativeSource } from './models/source.js';
export { adviceTable, headlineOf, platformTable } from './models/tables.js';
export { type CreativeTraining, type TrainCreativeOptions, trainCreativeModels } from './models/train.js';
export type { TrainingRows } from './models/training-rows.js';
export { creativeTrends } from './models/trends.js';
export { type AbTest, type AbVariant, abTestTable, readAbTests } from './posts/ab-tests.js';
export {
  type ExtractedFeatures,
  type ExtractOptions,
  extractFeatures,
} from './posts/extract-features.js';
export {
  type CreativeTable,
  type FeatureTableOptions,
  featureTable,
} from './posts/feature-table.js';

export type { ReadOptions, RecordFile, RecordWarning } from './posts/records.js';
export { readSocialPosts, type SocialPost } from './posts/social-posts.js';

export {
  type DatasetCheck,
  type DatasetReport,
  leastSamples,
  type ValidateOptions,
  validateDataset,
} from './posts/validate-dataset.js';
export { validationHtml, validationText } from './posts/validation-report.js';
