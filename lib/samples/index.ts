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
} from './ads/compliance.js';
export { type GenerateAdsOptions, type GeneratedAds, generateAds } from './ads/generate.js';
export { type AdRecord, type AdsMetadata, metadataName, parseMetadata } from './ads/metadata.js';
export { type AdAttributes, adScore, scoreFormula, scoreNoise, scoreWeights } from './ads/score.js';
export {
  type BehaviorSampleOptions,
  type SampleEvent,
  sampleBehavior,
  writeSampleBehavior,
} from './catalog/behavior.js';
export { ensureSample, type SampleCatalog, type SampleOptions } from './catalog/sample.js';
export type { CreativeAttributes } from './creatives/attributes.js';
export type { Ceiling } from './creatives/ceiling.js';
export {
  type DrawCreativesOptions,
  type DrawnCreatives,
  drawCreatives,
} from './creatives/draw-creatives.js';
export { expectedLogRate, type PostContext, platformEffects } from './creatives/engagement-model.js';
