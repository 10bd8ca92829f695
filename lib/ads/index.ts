/**
 * Ads read, split, trained on, scored: how good an ad is, and whether it keeps the rules.
 * @module vitrine/ads
 * @example
 * ```ts
 * import { scoreAds } from 'vitrine/ads';
 *
 * for await (const { file, score, pass } of scoreAds(['my-ads/'])) console.log(file, score, pass);
 * ```
 */

export type { Ad } from './ad.js';

export { adPictures, verdict } from './pictures.js';
export {
  adComparisonTable,
  bandTable,
  compareWithBaselines,
  ruleTable,
  splitTable,
  worstPredictions,
} from './quality/compare.js';
export { adQualityConfig } from './quality/config.js';
export { occlusionPicture } from './quality/explain.js';
export { adQualityFigures } from './quality/figures.js';
export { findAdModel, registerAdQuality } from './quality/index.js';
export { adQualityHeadline, adQualityJob } from './quality/job.js';
export { saveAdQuality } from './quality/save.js';
export { scoreAds } from './quality/score-ads.js';
export { openAdScorer, predictAds } from './quality/scorer.js';
export { openAds } from './quality/source.js';
export { trainAdQuality } from './quality/train.js';

export { splitAds } from './split-ads.js';
