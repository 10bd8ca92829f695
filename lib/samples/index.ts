export { complianceRules, generateAds } from './ads/index.js';
export { ensureSample, type SampleCatalog } from './catalog/index.js';
export { drawCreatives } from './creatives/draw-creatives.js';
export { drawProductPhotos } from './photos/draw-product-photos.js';
