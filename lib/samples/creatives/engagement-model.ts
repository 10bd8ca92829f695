import type { SocialPlatform } from '../../collect/index.js';
import type { CreativeAttributes } from './attributes.js';

/** What engagement depends on, on one platform. Weights are in units of ln(rate). */
interface PlatformEffects {
  /** ln of the rate of a creative without effects. */
  readonly base: number;
  readonly contrast: number;
  readonly saturation: number;
  readonly warmth: number;
  readonly harmony: number;
  readonly clutter: number;
  /** Loss at a text that is 0.4 above or below the best amount; it grows with the square. */
  readonly text: number;
  readonly bestText: number;
  readonly hierarchy: number;
  readonly focus: number;
  readonly space: number;
  readonly balance: number;
  readonly light: number;
  /** Half the difference between the best and the worst hour. */
  readonly hour: number;
  readonly bestHour: number;
  readonly weekend: number;
  /** For each tenfold audience: large accounts have lower rates. */
  readonly audience: number;
}

/** The true effects. Invented, in the directions that handbooks of design and of the platforms agree on. */
export const platformEffects: Readonly<Record<SocialPlatform, PlatformEffects>> = {
  instagram: {
    base: -5.9,
    contrast: 1.26,
    saturation: 1.32,
    warmth: 0.05,
    harmony: 0.04,
    clutter: -0.08,
    text: 0.03,
    bestText: 0.4,
    hierarchy: 0.05,
    focus: 0.65,
    space: 0.25,
    balance: 0.04,
    light: 0.67,
    hour: 0.05,
    bestHour: 19,
    weekend: 0.04,
    audience: -0.3,
  },
  linkedin: {
    base: -6.2,
    contrast: 1.26,
    saturation: 0.96,
    warmth: 0.05,
    harmony: 0.04,
    clutter: -0.1,
    text: 0.04,
    bestText: 0.6,
    hierarchy: 0.06,
    focus: 0.58,
    space: 0.25,
    balance: 0.05,
    light: 0.75,
    hour: 0.05,
    bestHour: 11,
    weekend: -0.12,
    audience: -0.3,
  },
  facebook: {
    base: -6.6,
    contrast: 1.26,
    saturation: 1.2,
    warmth: 0.05,
    harmony: 0.04,
    clutter: -0.08,
    text: 0.03,
    bestText: 0.45,
    hierarchy: 0.05,
    focus: 0.65,
    space: 0.25,
    balance: 0.04,
    light: 0.67,
    hour: 0.05,
    bestHour: 15,
    weekend: 0.03,
    audience: -0.3,
  },
  tiktok: {
    base: -5.3,
    contrast: 1.04,
    saturation: 1.44,
    warmth: 0.08,
    harmony: 0.03,
    clutter: -0.06,
    text: 0.04,
    bestText: 0.3,
    hierarchy: 0.04,
    focus: 0.72,
    space: 0.2,
    balance: 0.03,
    light: 0.53,
    hour: 0.06,
    bestHour: 20,
    weekend: 0.05,
    audience: -0.3,
  },
};

/** Standard deviation of what is an account's own, and cannot be seen; ln(rate). */
export const accountDeviation = 0.05;
/** Standard deviation of what is a post's own; ln(rate). */
export const postDeviation = 0.24;

export interface PostContext {
  /** 0 to 23. */
  readonly hour: number;
  /** 0 is Monday. */
  readonly weekday: number;
  readonly audienceSize: number;
}

/** Expected ln(rate) of a creative on a platform: the part that can be explained. */
export function expectedLogRate(
  platform: SocialPlatform,
  a: CreativeAttributes,
  { hour, weekday, audienceSize }: PostContext,
): number {
  const e = platformEffects[platform];
  return (
    e.base +
    e.contrast * a.contrast +
    e.saturation * a.saturation +
    e.warmth * a.warmth +
    e.harmony * a.harmony +
    e.clutter * a.clutter -
    e.text * ((a.text - e.bestText) / 0.4) ** 2 +
    e.hierarchy * a.hierarchy +
    e.focus * a.focus +
    e.space * a.space +
    e.balance * a.balance +
    e.light * a.light +
    e.hour * Math.cos((2 * Math.PI * (hour - e.bestHour)) / 24) +
    (weekday >= 5 ? e.weekend : 0) +
    e.audience * Math.log10(audienceSize / 30_000)
  );
}
