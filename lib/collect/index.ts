/**
 * Posts and their numbers from the platforms, products from shops and tables; engagement as a rate and a score.
 * @module vitrine/collect
 * @example
 * ```ts
 * import { collect } from 'vitrine/collect';
 * import { readSocialPosts } from 'vitrine/creative';
 *
 * const { recordsPath } = await collect('instagram', { since: new Date('2026-01-01') });
 * const { records } = await readSocialPosts(recordsPath);
 * console.log(`${records.length} posts`);
 * ```
 */

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
