export { type Advice, advise } from './beyond/advice.js';
export {
  type Brand,
  type BrandDeviation,
  type BrandGuidelines,
  type BrandScore,
  fitBrand,
  scoreBrand,
} from './beyond/brand.js';
export { type FeatureStanding, standingAmong } from './beyond/competitors.js';
export {
  type Collection,
  type CollectOptions,
  type CollectPlatform,
  collect,
  collectPlatforms,
} from './collect/collect.js';
export { type AbTest, type AbVariant, readAbTests } from './data/ab-tests.js';
export { type ExpertAnnotation, readAnnotations } from './data/annotations.js';
export {
  type EngagementScale,
  engagementRate,
  engagementScore,
  fitEngagementScale,
  logEngagement,
  type Outcome,
  outcomeFields,
  type PlatformScale,
  rateOfScore,
} from './data/engagement.js';
export { CreativeDataError } from './data/errors.js';
export {
  type ExtractedFeatures,
  type ExtractOptions,
  extractFeatures,
} from './data/extract-features.js';
export {
  type CreativeTable,
  contextFeatures,
  type FeatureTableOptions,
  featureTable,
  type RejectedPost,
  tableFeatureNames,
} from './data/feature-table.js';
export {
  type CreativePlatform,
  creativePlatforms,
  type SocialPlatform,
  socialPlatforms,
} from './data/platform.js';
export type { ReadOptions, RecordFile, RecordWarning, RejectedRecord } from './data/records.js';
export { readSocialPosts, type SocialPost } from './data/social-posts.js';
export type { CreativeAttributes } from './data/synthetic/attributes.js';
export type { Ceiling } from './data/synthetic/ceiling.js';
export { expectedLogRate, type PostContext, platformEffects } from './data/synthetic/engagement-model.js';
export {
  type SyntheticCreatives,
  type SyntheticOptions,
  syntheticCreatives,
} from './data/synthetic/synthetic-creatives.js';
export { type TwoProportionTest, twoProportionTest } from './data/two-proportion-test.js';
export {
  type DatasetCheck,
  type DatasetReport,
  leastSamples,
  type ValidateOptions,
  validateDataset,
} from './data/validate-dataset.js';
export { validationHtml, validationText } from './data/validation-report.js';
export { CreativeError } from './features/canvas.js';
export {
  type DescribedCreative,
  describeCreative,
  type VisualFeatures,
  visualFeatures,
} from './features/extract.js';
export { type CreativeFeature, creativeFeatureList, visualFeatureNames } from './features/feature-list.js';
export type { PaletteColor } from './features/palette.js';
export type { TextRegion } from './features/text-regions.js';
export { contributionsOf } from './model/contributions.js';
export {
  type CreativeModel,
  type FittedModel,
  type PlatformRule,
  type Reference,
  type ScoredRows,
  scoreRows,
} from './model/creative-model.js';
export { creativeDrift } from './model/drift.js';
export { CreativeModelError } from './model/errors.js';
export { type BrandExample, brandExample, looksOf, weakestHeldOut } from './model/examples.js';
export {
  dependenceFigure,
  importanceFigure,
  intervalFigure,
  leaderboardFigure,
  predictedFigure,
  trainingFigures,
} from './model/figures.js';
export { type HoldOut, holdOutAccounts } from './model/hold-out.js';
export { creativeLearners } from './model/learners.js';
export type { CreativeMetrics, PartMetrics } from './model/metrics.js';
export { type CreativeParameters, checkCreativeParameters } from './model/parameters.js';
export { type CreativeContext, type CreativePrediction, predictCreative } from './model/predict.js';
export {
  creativeRegistry,
  findCreativeModel,
  hashOfRows,
  type Registration,
  registerCreativeModel,
} from './model/register.js';
export { type CreativeRetrainOptions, creativeRetrainJob } from './model/retrain-job.js';
export { openCreativeModel, saveCreativeModel } from './model/save-model.js';
export { type CreativeRunParts, saveCreativeRun } from './model/save-run.js';
export { type CreativeMode, type CreativeSource, creativeSource } from './model/source.js';
export { adviceTable, headlineOf, platformTable } from './model/tables.js';
export { type CreativeTraining, type TrainCreativeOptions, trainCreativeModels } from './model/train.js';
export type { TrainingRows } from './model/training-rows.js';
export { creativeTrends } from './model/trends.js';
