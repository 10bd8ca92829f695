import { socialPlatforms } from '../../collect/index.js';
import { creativeFeatureList } from './feature-list.js';

/** Where and when a creative appears. */
export interface CreativeContext {
  readonly platform: string;
  /** 0 to 23, by the clock of the audience. */
  readonly hour: number;
  /** 0 is Monday, 6 Sunday. */
  readonly weekday: number;
  /** Followers or members that it may reach; unknown where left out. */
  readonly audience?: number;
}

/** The columns of `featureTable`, without extra ones, in order. */
export const tableFeatureNames: readonly string[] = [
  ...creativeFeatureList.map(({ name }) => name),
  ...socialPlatforms.map((platform) => `platform_${platform}`),
];

/** When and where a post appeared; hour and weekday by the clock of its time's offset. */
export function contextOf(post: {
  readonly postingTime: string;
  readonly audienceSize: number | null;
  readonly platform: string;
}): CreativeContext {
  const day = new Date(`${post.postingTime.slice(0, 10)}T00:00:00Z`).getUTCDay();
  return {
    platform: post.platform,
    hour: Number(post.postingTime.slice(11, 13)),
    weekday: (day + 6) % 7,
    audience: post.audienceSize || undefined,
  };
}

/**
 * The features of one creative by name, in training and in prediction: what it looks like, hour, weekday, log_audience
 * (NaN where unknown), one 0/1 value a platform, and columns of one's own, which take the place of none of these.
 */
export function creativeValues(
  visual: object,
  { platform, hour, weekday, audience }: CreativeContext,
  extra: Readonly<Record<string, number>> = {},
): Record<string, number> {
  return {
    ...extra,
    hour,
    weekday,
    log_audience: audience === undefined ? Number.NaN : Math.log10(audience),
    ...Object.fromEntries(socialPlatforms.map((name) => [`platform_${name}`, name === platform ? 1 : 0])),
    ...visual,
  };
}

/** Values in the order of a table's columns; NaN where there is none. */
export function rowOfValues(names: readonly string[], values: Readonly<Record<string, number>>): number[] {
  return names.map((name) => (Object.hasOwn(values, name) ? values[name] : Number.NaN));
}
