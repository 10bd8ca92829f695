import { ArgumentError } from '../errors/index.js';
import { showImages } from '../notebook/index.js';
import type { Ad } from './ad.js';

export interface ShowAdsOptions {
  readonly title?: string;
  /** Default 10. */
  readonly count?: number;
  /** Default 5. */
  readonly columns?: number;
  /** Side of a tile, CSS pixels. Default 180. */
  readonly size?: number;
  /**
   * 'first' (default), or 'spread': from the lowest quality to the highest.
   */
  readonly choose?: 'first' | 'spread';
}

/**
 * Shows a contact sheet: each ad with its quality on the corner, and under it whether it complies and if not, why not.
 * @throws {ArgumentError} for a count below 1
 */
export async function showAds(ads: readonly Ad[], options: ShowAdsOptions = {}): Promise<void> {
  const { title, count = 10, columns = 5, size = 180, choose = 'first' } = options;
  if (!Number.isInteger(count) || count < 1)
    throw new ArgumentError(`showAds: count is ${count}; give 1 or more`);
  const chosen = choose === 'first' ? ads.slice(0, count) : spread(ads, count);
  const items = chosen.map((ad) => ({
    path: ad.path,
    badge: String(Math.round(ad.quality)),
    caption: verdict(ad),
  }));
  await showImages(items, { title, columns, size });
}

/** 'passes', or 'fails' with the rules that are broken, where they are known. */
export function verdict({ compliant, rules }: Pick<Ad, 'compliant' | 'rules'>): string {
  if (compliant) return 'passes';
  const broken = rules?.filter(({ ok }) => !ok).map(({ id }) => id) ?? [];
  return broken.length > 0 ? `fails: ${broken.join(', ')}` : 'fails';
}

function spread(ads: readonly Ad[], count: number): Ad[] {
  const sorted = [...ads].sort((a, b) => a.quality - b.quality);
  const chosen = Math.min(count, sorted.length);
  return Array.from(
    { length: chosen },
    (_, i) => sorted[Math.round((i * (sorted.length - 1)) / Math.max(1, chosen - 1))],
  );
}
