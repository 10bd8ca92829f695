export {
  type Collection,
  type CollectOptions,
  type CollectPlatform,
  collect,
  collectPlatforms,
} from './collect.js';
export {
  type EngagementScale,
  engagementRate,
  engagementScore,
  fitEngagementScale,
  logEngagement,
  type Outcome,
  outcomeFields,
  type PlatformScale,
  rateOfScore,
} from './engagement.js';
export {
  type CreativePlatform,
  creativePlatforms,
  type SocialPlatform,
  socialPlatforms,
} from './platform.js';
