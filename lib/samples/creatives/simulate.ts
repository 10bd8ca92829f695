import { type SocialPlatform, socialPlatforms } from '../../collect/index.js';
import { type Random, randomStream } from '../../vectors/index.js';
import type { CreativeAttributes } from './attributes.js';
import { accountDeviation, expectedLogRate, type PostContext, postDeviation } from './engagement-model.js';

/** An account that posts on one platform. */
export interface SyntheticAccount {
  readonly id: string;
  readonly platform: SocialPlatform;
  readonly audienceSize: number;
  /**
   * Skill of its designers, standard normal; larger accounts have more of it, which confounds audience and design.
   */
  readonly skill: number;
  /** Main hue of its creatives, degrees. */
  readonly hue: number;
  /** What raises or lowers all its posts, and cannot be seen; ln(rate). */
  readonly effect: number;
}

/** Some 25 posts an account, from 60 to 100 accounts, as many on each platform. */
export function drawAccounts(seed: number, count: number): SyntheticAccount[] {
  const accounts = 4 * Math.round(Math.min(100, Math.max(60, count / 25)) / 4);
  return Array.from({ length: accounts }, (_, i) => {
    const random = randomStream(seed, 'account', i);
    const size = random.uniform();
    const platform = socialPlatforms[i % socialPlatforms.length];
    return {
      id: `${platform}-${String(Math.floor(i / socialPlatforms.length) + 1).padStart(2, '0')}`,
      platform,
      audienceSize: Math.round(10 ** (4 + 1.5 * size)),
      skill: 1.2 * (size - 0.5) + 0.9 * random.normal(),
      hue: 360 * random.uniform(),
      effect: accountDeviation * random.normal(),
    };
  });
}

/** When and for whom a post appears: in 2025, mostly by day, the account some 10% larger or smaller than usual. */
export function drawContext(
  random: Random,
  account: SyntheticAccount,
): PostContext & { readonly time: string } {
  const day = new Date(Date.UTC(2025, 0, 1 + random.int(365)));
  const hour = random.uniform() < 0.9 ? 7 + random.int(16) : random.int(24);
  day.setUTCHours(hour, random.int(60));
  return {
    time: day.toISOString(),
    hour,
    weekday: (day.getUTCDay() + 6) % 7,
    audienceSize: Math.round(account.audienceSize * Math.exp(0.1 * random.normal())),
  };
}

/** The outcome of a post, in the fields of `readSocialPosts`. */
export interface SimulatedOutcome {
  readonly likes: number;
  readonly comments: number;
  readonly shares: number;
  readonly saves: number | null;
  readonly clicks: number | null;
  readonly reach: number;
  readonly impressions: number;
  /** `expectedLogRate`: what could be explained. */
  readonly expected: number;
}

/** Draws the counts of a post whose rate is `expectedLogRate`, an account's effect and chance. */
export function simulateOutcome(
  random: Random,
  account: SyntheticAccount,
  attributes: CreativeAttributes,
  context: PostContext,
): SimulatedOutcome {
  const expected = expectedLogRate(account.platform, attributes, context);
  const rate = Math.min(0.6, Math.exp(expected + account.effect + postDeviation * random.normal()));
  const reach = Math.round(context.audienceSize * Math.min(1, 0.35 * Math.exp(0.35 * random.normal())));
  const impressions = Math.round(reach * (1.05 + 0.5 * random.uniform()));
  const linkedin = account.platform === 'linkedin';
  const interactions = Math.round(rate * (linkedin ? impressions : reach));
  const comments = Math.round(interactions * (0.03 + 0.05 * random.uniform()));
  const shares = Math.round(interactions * (0.02 + 0.05 * random.uniform()));
  const fourth = Math.round(interactions * ((linkedin ? 0.35 : 0.04) + 0.06 * random.uniform()));
  return {
    likes: interactions - comments - shares - fourth,
    comments,
    shares,
    saves: linkedin ? null : fourth,
    clicks: linkedin ? fourth : null,
    reach,
    impressions,
    expected,
  };
}
