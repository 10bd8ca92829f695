export { complianceRules, type RuleResult } from './ads/compliance.js';

export { generateAds } from './ads/generate.js';
export { metadataName, parseMetadata } from './ads/metadata.js';
export type { AdAttributes } from './ads/score.js';
export { sampleBehavior, writeSampleBehavior } from './catalog/behavior.js';
export { ensureSample, type SampleCatalog } from './catalog/sample.js';

export { drawCreatives } from './creatives/draw-creatives.js';
export { drawProductPhotos } from './photos/draw-product-photos.js';
