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
