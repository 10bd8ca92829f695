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
export { CreativeModelError } from './model/errors.js';
export { type HoldOut, holdOutAccounts } from './model/hold-out.js';
export { creativeLearners, type LeftOut } from './model/learners.js';
export type { CreativeMetrics, PartMetrics } from './model/metrics.js';
export { type CreativeContext, type CreativePrediction, predictCreative } from './model/predict.js';
export { openCreativeModel, saveCreativeModel } from './model/save-model.js';
export { type CreativeTraining, type TrainCreativeOptions, trainCreativeModels } from './model/train.js';
export type { TrainingRows } from './model/training-rows.js';
