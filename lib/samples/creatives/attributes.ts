import type { Random } from '../../vectors/index.js';

/** What can be seen in a creative, each in [0, 1], as it was drawn. */
export interface CreativeAttributes {
  /** ln(contrast ratio of the text) / ln 16: 0 for invisible, 1 for 16:1. */
  readonly contrast: number;
  /** HSL saturation of panel, band and product. */
  readonly saturation: number;
  /** Mean over panel, band and background of the cosine to orange (30°), weighted by area and saturation; 1 is orange, 0 blue. */
  readonly warmth: number;
  /** 1 where the second hue is 25° or 180° from the main one, 0 where it lies between, at 90° or 115°. */
  readonly harmony: number;
  /** Stickers / 16. */
  readonly clutter: number;
  /** Area of the text / a quarter of the creative's. */
  readonly text: number;
  /** Headline against body text: 0 at the same size, 1 at 3.6 times it. */
  readonly hierarchy: number;
  /** Area of the panel that the product stands on / 0.4 of the creative's. */
  readonly focus: number;
  /** Share of the area that nothing stands on. */
  readonly space: number;
  /** 1 where the column of text and product is in the middle, 0 where its centre is a fifth of the width off. */
  readonly balance: number;
  /** 1 on a light background, 0 on a dark one. */
  readonly light: number;
}

/** What a creative is to be drawn like; the drawing may have to give way where there is no room. */
export type CreativePlan = Omit<CreativeAttributes, 'warmth' | 'space'> & {
  /** Main hue, degrees. */
  readonly hue: number;
};

const clamp = (x: number) => Math.min(1, Math.max(0, x));

/**
 * Plans one creative. An account with more skill (standard normal) has more contrast, hierarchy and balance and less
 * clutter; `hue` is the account's own, from which its creatives differ by 60° or so.
 */
export function planCreative(random: Random, skill: number, hue: number): CreativePlan {
  const around = (push: number) => clamp(random.uniform() + push * skill);
  return {
    contrast: 0.28 + 0.72 * around(0.1),
    saturation: random.uniform(),
    hue: hue + 60 * random.normal(),
    harmony: random.uniform(),
    clutter: Math.round(16 * around(-0.1)) / 16,
    text: random.uniform(),
    hierarchy: around(0.1),
    focus: random.uniform(),
    balance: around(0.1),
    light: random.uniform() < 0.6 ? 1 : 0,
  };
}
