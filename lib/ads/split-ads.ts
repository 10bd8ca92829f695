import { stratifiedSplit } from '../train/data/index.js';
import type { Ad } from './ad.js';
import { qualityBand } from './quality/metrics.js';

export interface SplitAdsOptions {
  /** Share of the ads to train on; the three shares sum to 1. Default 0.7. */
  readonly train?: number;
  /** Share of the ads to choose the best epoch by. Default 0.15. */
  readonly validation?: number;
  /** Share of the ads that are held out for the figures. Default 0.15. */
  readonly test?: number;
  /** Decides which ad goes to which part; the same seed gives the same parts. Default 42. */
  readonly seed?: number;
}

export interface AdSplit {
  readonly train: readonly Ad[];
  readonly validation: readonly Ad[];
  readonly test: readonly Ad[];
}

/**
 * Divides ads into three parts with the same mix of compliance, broken rules where they are known, and quality band (low
 * below 40, high from 70). Ads with the same bytes go to the same part.
 * @throws {ArgumentError} for shares that are not positive or do not sum to 1
 * @example splitAds(ads, { seed: 42 }) // { train, validation, test }: 70%, 15% and 15% of the ads
 */
export function splitAds(
  ads: readonly Ad[],
  { train = 0.7, validation = 0.15, test = 0.15, seed }: SplitAdsOptions = {},
): AdSplit {
  const strata = ads.map(
    ({ compliant, broken = [], quality }) => `${compliant} ${[...broken].sort()} ${qualityBand(quality)}`,
  );
  const groups = ads.map(({ sha256 }) => sha256);
  const split = stratifiedSplit(strata, { train, validation, test }, { seed, groups });
  const pick = (rows: readonly number[]) => rows.map((row) => ads[row]);
  return { train: pick(split.train), validation: pick(split.validation), test: pick(split.test) };
}
