import { generateAds } from '../../samples/index.js';
import { projectPath } from '../../store/index.js';
import type { AdSet } from '../ad.js';
import { readAds } from '../read-ads.js';

/** Ads with their labels, and where they are from. */
export interface AdSource extends AdSet {
  readonly description: string;
  /** The folder, as it was asked for. */
  readonly source: string;
  /** Drawn, so that what is learnt from them holds for drawn ads only. */
  readonly invented: boolean;
}

export interface OpenAdsOptions {
  /** Folder of images with a CSV (`file,quality,compliance`, and `broken` where it is known) in it; '' draws the synthetic ads. */
  readonly data?: string;
  /** The CSV of labels, where it lies elsewhere than among the images. */
  readonly labels?: string;
  /** Called after each image that was read: how many are done, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * The ads to learn from: a user's own, or the synthetic ones in `data/synthetic_ads/`, drawn where they are missing.
 * @throws {UserError} as `readAds`
 * @example
 * const { ads, rules, setAside } = await openAds({ data: 'my-ads' });
 * ads[0] // { path, file, quality: 71.3, compliant: false, broken: ['text-contrast'], sha256 }
 */
export async function openAds({
  data = '',
  labels = '',
  onProgress,
}: OpenAdsOptions = {}): Promise<AdSource> {
  if (data !== '') {
    const set = await readAds(labels === '' ? data : { images: data, labels }, { onProgress });
    return { ...set, source: data, invented: false, description: `${set.ads.length} ads of ${data}` };
  }
  const folder = projectPath('data', 'synthetic_ads');
  await generateAds(folder, { onProgress });
  const set = await readAds(folder);
  return {
    ...set,
    source: 'synthetic',
    invented: true,
    description: `${set.ads.length} synthetic ads in data/synthetic_ads, drawn by seed`,
  };
}
