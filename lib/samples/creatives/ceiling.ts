import type { EngagementScale, SocialPlatform } from '../../collect/index.js';
import { accountDeviation, postDeviation } from './engagement-model.js';

/** The best that any model can do on accounts it does not know. */
export interface Ceiling {
  /** R² of the expectation of the score, given all that can be seen: 1 − mean variance by chance / variance of the scores. */
  readonly r2: number;
  /** Its root mean squared error, points. */
  readonly rmse: number;
}

/** Steps of the integral over the normal distribution, from −5 to 5 standard deviations. */
const steps = 200;

/**
 * What the noise allows. An account's effect and chance add normal noise to ln(rate), which `engagementScore` bends; the
 * variance that they leave of each score is integrated numerically.
 */
export function ceilingOf(
  posts: readonly { readonly platform: SocialPlatform; readonly expected: number; readonly score: number }[],
  scale: EngagementScale,
): Ceiling {
  const deviation = Math.hypot(accountDeviation, postDeviation);
  const noise = Array.from({ length: steps + 1 }, (_, i) => (10 * i) / steps - 5);
  const weights = noise.map((z) => Math.exp((-z * z) / 2));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const chance = posts.map(({ platform, expected }) => {
    const { center, spread } = scale.platforms[platform]!;
    let [mean, square] = [0, 0];
    noise.forEach((z, i) => {
      const score = 100 / (1 + Math.exp(-(expected + deviation * z - center) / spread));
      mean += (weights[i] / total) * score;
      square += (weights[i] / total) * score * score;
    });
    return square - mean * mean;
  });
  const mean = posts.reduce((sum, { score }) => sum + score, 0) / posts.length;
  const variance = posts.reduce((sum, { score }) => sum + (score - mean) ** 2, 0) / posts.length;
  const left = chance.reduce((sum, v) => sum + v, 0) / posts.length;
  return { r2: 1 - left / variance, rmse: Math.sqrt(left) };
}
