export { type CollectPlatform, collect } from './collect.js';
export {
  type EngagementScale,
  engagementRate,
  engagementScore,
  fitEngagementScale,
  logEngagement,
  outcomeFields,
  rateOfScore,
} from './engagement.js';
export {
  type CreativePlatform,
  creativePlatforms,
  type SocialPlatform,
  socialPlatforms,
} from './platform.js';
export { type FetchedProducts, fetchProducts, isProductAddress } from './products/index.js';
