import { ArgumentError } from '../errors/index.js';
import { quantile } from '../stats/index.js';
import type { CreativePlatform } from './platform.js';

/** How a post did: what a rate is computed from. Counts that are unknown are null. */
export interface Outcome {
  readonly platform: CreativePlatform;
  readonly likes: number | null;
  readonly comments: number | null;
  readonly shares: number | null;
  readonly saves: number | null;
  readonly clicks: number | null;
  readonly reach: number | null;
  readonly impressions: number | null;
  /** As the platform reports it, in [0, 1]. */
  readonly engagementRate: number | null;
}

interface Counts {
  readonly interactions: number;
  readonly seen: number;
}

function counts(post: Outcome): Counts | null {
  const linkedin = post.platform === 'linkedin';
  const parts = [post.likes, post.comments, post.shares, linkedin ? post.clicks : post.saves];
  const known = parts.filter((part) => part !== null);
  const seen = linkedin ? (post.impressions ?? post.reach) : (post.reach ?? post.impressions);
  if (known.length === 0 || seen === null || seen === 0) return null;
  return { interactions: known.reduce((sum, part) => sum + part, 0), seen };
}

/**
 * Interactions per person who saw it. On LinkedIn (likes + comments + shares + clicks) / impressions, as LinkedIn
 * defines it; elsewhere (likes + comments + shares + saves) / reach. Impressions stand in for an unknown reach and the
 * other way round; counts that are unknown add nothing; without any, what the platform reports. Null where nothing is known.
 */
export function engagementRate(post: Outcome): number | null {
  const known = counts(post);
  return known ? known.interactions / known.seen : post.engagementRate;
}

/** ln((interactions + ½) / (seen + 1)), which is finite for a post without interactions; NaN where nothing is known. */
export function logEngagement(post: Outcome): number {
  const known = counts(post);
  if (known) return Math.log((known.interactions + 0.5) / (known.seen + 1));
  return post.engagementRate === null ? Number.NaN : Math.log(Math.max(post.engagementRate, leastRate));
}

const leastRate = 1e-5;
const leastPosts = 20;
const leastSpread = 0.05;

/** What is usual on a platform, of `logEngagement`. */
export interface PlatformScale {
  /** Median. */
  readonly center: number;
  /** Interquartile range / 1.349, the standard deviation of a normal distribution with that range. */
  readonly spread: number;
  /** Posts that it was estimated from. */
  readonly posts: number;
}

/** Constants to keep beside a model: plain JSON. */
export interface EngagementScale {
  readonly platforms: Readonly<Partial<Record<CreativePlatform, PlatformScale>>>;
  /** Platforms with fewer than 20 posts with an outcome, which got the constants of all posts together. */
  readonly pooled: readonly CreativePlatform[];
}

/**
 * The constants of each platform in a data set.
 * @throws {ArgumentError} for fewer than 20 posts with an outcome
 */
export function fitEngagementScale(posts: readonly Outcome[]): EngagementScale {
  const known = posts.filter((post) => !Number.isNaN(logEngagement(post)));
  if (known.length < leastPosts) {
    throw new ArgumentError(
      `${known.length} posts have an engagement; ${leastPosts} are needed to know what is usual`,
    );
  }
  const names = [...new Set(posts.map(({ platform }) => platform))].sort();
  const of = (platform: CreativePlatform) => known.filter((post) => post.platform === platform);
  const pooled = names.filter((name) => of(name).length < leastPosts);
  return {
    platforms: Object.fromEntries(
      names.map((name) => [name, scaleOf(pooled.includes(name) ? known : of(name))]),
    ),
    pooled,
  };
}

function scaleOf(posts: readonly Outcome[]): PlatformScale {
  const sorted = Float64Array.from(posts, logEngagement).sort();
  return {
    center: quantile(sorted, 0.5),
    spread: Math.max(leastSpread, (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 1.349),
    posts: posts.length,
  };
}

/**
 * The engagement of one post on a scale from 0 to 100: 100 / (1 + e^−u) with u = (ln rate − center) / spread of its
 * platform (`logEngagement`). 50 is the platform's median post, 73 one standard deviation above it, 88 two. NaN for a
 * post without an outcome.
 * @throws {ArgumentError} for a platform that the scale does not know
 */
export function engagementScore(post: Outcome, scale: EngagementScale): number {
  const usual = scale.platforms[post.platform];
  if (!usual) {
    throw new ArgumentError(
      `the engagement scale knows no platform ${JSON.stringify(post.platform)}, only ${Object.keys(scale.platforms).join(', ')}; fit it on posts of that platform too`,
    );
  }
  return 100 / (1 + Math.exp(-(logEngagement(post) - usual.center) / usual.spread));
}

/**
 * The rate (interactions per person who saw it) that a score stands for on a platform: the inverse of
 * `engagementScore`.
 * @throws {ArgumentError} for a score outside (0, 100), or a platform that the scale does not know
 */
export function rateOfScore(score: number, platform: CreativePlatform, scale: EngagementScale): number {
  const usual = scale.platforms[platform];
  if (!usual || !(score > 0 && score < 100))
    throw new ArgumentError(
      `a score of ${score} on ${platform} has no rate; give one between 0 and 100 of ${Object.keys(scale.platforms).join(', ')}`,
    );
  return Math.exp(usual.center + usual.spread * Math.log(score / (100 - score)));
}
