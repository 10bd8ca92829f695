/** What an ad's quality depends on, each in [0, 1], measured on what was drawn. */
export interface AdAttributes {
  /** ln(contrast of the headline) / ln 14: 0 for invisible, 1 from 14:1 on. */
  readonly contrast: number;
  /** 1 on the grid; 0 where elements are off by 5% of the side and tilted by 11° on average. */
  readonly alignment: number;
  /** 1 without stickers; less for each sticker (0.08) and for what they cover of the product. */
  readonly order: number;
  /** Headline against body text: 0 up to 1.2 times its size, 1 from 3 times on. */
  readonly hierarchy: number;
  /** `hueHarmony` of background and accent. */
  readonly harmony: number;
  /** The product's share of the area: 0 up to 4%, 1 from 18% on. */
  readonly focus: number;
  /** Empty share of the area: 1 between 40 and 70%, 0 from 25 points outside. */
  readonly space: number;
  /** 0 without a button, 0.5 to 1 as it stands out from the background (ratio 1.2 to 4). */
  readonly callToAction: number;
}

/** Points that each attribute is worth; they sum to 100. */
export const scoreWeights: Readonly<Record<keyof AdAttributes, number>> = {
  contrast: 14,
  alignment: 18,
  order: 26,
  hierarchy: 12,
  harmony: 4,
  focus: 10,
  space: 4,
  callToAction: 12,
};

/** Standard deviation of what is added to the score, points. */
export const scoreNoise = 3;

/** As it stands in the metadata. */
export const scoreFormula =
  'quality = clamp(100 · (Σ weight · attribute − 12) / 84, 0, 100) + N(0, noise²), clamped and rounded to one decimal';

/** The score in [0, 100] that the attributes give: 100 · (Σ weight · attribute − 12) / 84, cut to the range. */
export function adScore(attributes: AdAttributes): number {
  let sum = 0;
  for (const [name, weight] of Object.entries(scoreWeights)) {
    sum += weight * attributes[name as keyof AdAttributes];
  }
  return Math.min(100, Math.max(0, (100 * (sum - 12)) / 84));
}
