export { CreativeError } from './features/canvas.js';
export { type VisualFeatures, visualFeatures } from './features/extract.js';
export { type CreativeFeature, creativeFeatureList, visualFeatureNames } from './features/feature-list.js';
export type { TextRegion } from './features/text-regions.js';
