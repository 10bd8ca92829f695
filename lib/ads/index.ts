// The rules stand where ads that break them are drawn.
export { complianceRules } from '../samples/index.js';
export type { Ad, AdSet } from './ad.js';
export { type LinearBaseline, type LinearPredictions, linearBaseline } from './linear-baseline.js';
export { type AdPicture, type AdPicturesOptions, adPictures, verdict } from './pictures.js';
export {
  type AdComparison,
  adComparisonTable,
  bandTable,
  compareWithBaselines,
  splitTable,
  worstPredictions,
} from './quality/compare.js';
export { type AdQualityConfig, adQualityConfig, adQualityDefaults } from './quality/config.js';
export { occlusionPicture } from './quality/explain.js';
export { adQualityFigures } from './quality/figures.js';
export { type AdQualityResult, adQualityHeadline, adQualityJob } from './quality/job.js';
export {
  type AdLabel,
  type AdPredictions,
  type AdQualityMetrics,
  adQualityMetrics,
  type QualityBand,
  qualityBand,
} from './quality/metrics.js';
export { type AdModelMetadata, modelMetadataSchema } from './quality/model-metadata.js';
export { adQualityNetwork } from './quality/network.js';
export {
  type FoundAdModel,
  findAdModel,
  registerAdQuality,
} from './quality/registry.js';
export { type SavedAdQuality, saveAdQuality } from './quality/save.js';
export { type ScoreAdsOptions, type ScoredAd, scoreAds } from './quality/score-ads.js';
export { type AdScore, type AdScorer, openAdScorer, predictAds } from './quality/scorer.js';
export { type AdSource, type OpenAdsOptions, openAds } from './quality/source.js';
export {
  type LabelledAd,
  type TrainAdQualityOptions,
  type TrainedAdQuality,
  trainAdQuality,
} from './quality/train.js';
export { type AdFiles, type ReadAdsOptions, readAds } from './read-ads.js';
export { type AdSplit, type SplitAdsOptions, splitAds } from './split-ads.js';
export { type ImageStatistics, imageStatistics } from './statistics.js';
