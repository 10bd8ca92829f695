export { type AbTest, type AbVariant, readAbTests } from './ab-tests.js';
export { type ExpertAnnotation, readAnnotations } from './annotations.js';
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
export { CreativeDataError } from './errors.js';
export {
  type CreativePlatform,
  creativePlatforms,
  type SocialPlatform,
  socialPlatforms,
} from './platform.js';
export type { ReadOptions, RecordFile, RecordWarning, RejectedRecord } from './records.js';
export { readSocialPosts, type SocialPost } from './social-posts.js';
export { type TwoProportionTest, twoProportionTest } from './two-proportion-test.js';
