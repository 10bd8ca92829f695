export { collect } from './collect.js';
export {
  type EngagementScale,
  engagementRate,
  engagementScore,
  fitEngagementScale,
  rateOfScore,
} from './engagement.js';
export { creativePlatforms, type SocialPlatform, socialPlatforms } from './platform.js';
export { fetchProducts } from './products/index.js';
