import { ArgumentError } from '../errors/index.js';
import type { Ad } from './ad.js';

/** An ad to look at. */
export interface AdPicture {
  readonly path: string;
  /** Its quality, rounded. */
  readonly badge: string;
  /** Whether it complies, and if not, why not. */
  readonly caption: string;
}

export interface AdPicturesOptions {
  /** Pictures at most. Default 10. */
  readonly count?: number;
  /** Which ads are shown: 'first', or 'spread' from the lowest quality to the highest. Default 'first'. */
  readonly choose?: 'first' | 'spread';
}

/**
 * Some ads as pictures for `showImages`.
 * @throws {ArgumentError} for a count below 1
 * @example await showImages(adPictures(ads, { choose: 'spread' }), { columns: 5, size: 180 })
 */
export function adPictures(ads: readonly Ad[], options: AdPicturesOptions = {}): AdPicture[] {
  const { count = 10, choose = 'first' } = options;
  if (!Number.isInteger(count) || count < 1)
    throw new ArgumentError(`adPictures: count is ${count}; give 1 or more`);
  const chosen = choose === 'first' ? ads.slice(0, count) : spread(ads, count);
  return chosen.map((ad) => ({
    path: ad.path,
    badge: String(Math.round(ad.quality)),
    caption: verdict(ad),
  }));
}

/**
 * 'passes', or 'fails' with the rules that are broken, where they are known.
 * @example verdict({ compliant: false, broken: ['text-contrast'] }) // 'fails: text-contrast'
 */
export function verdict({ compliant, broken = [] }: Pick<Ad, 'compliant' | 'broken'>): string {
  if (compliant) return 'passes';
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
