export type { Ad, AdSet, AdSetAside } from './ad.js';
export { contrastRatio, relativeLuminance } from './color.js';
export {
  type AdFacts,
  type AdText,
  type ComplianceRule,
  checkCompliance,
  complianceRules,
  isLargeText,
  type RuleId,
  type RuleResult,
  textContrast,
} from './compliance.js';
export { AdsError } from './errors.js';
export { type LinearBaseline, type LinearPredictions, linearBaseline } from './linear-baseline.js';
export { type AdFiles, type ReadAdsOptions, readAds } from './read-ads.js';
export { type ShowAdsOptions, showAds, verdict } from './show-ads.js';
export { type AdSplit, type SplitAdsOptions, splitAds } from './split-ads.js';
export { type ImageStatistics, imageStatistics } from './statistics.js';
export type { Box } from './synthetic/box.js';
export { type GenerateAdsOptions, type GeneratedAds, generateAds } from './synthetic/generate.js';
export type { AdRecord, AdsMetadata } from './synthetic/metadata.js';
export { type AdAttributes, adScore, scoreFormula, scoreNoise, scoreWeights } from './synthetic/score.js';
