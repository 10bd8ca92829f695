import { hexContrast, hsl, mix } from '../../images/color/index.js';
import type { Random } from '../../vectors/index.js';
import type { ProductPaint } from '../drawing/products.js';

/** The colours of an ad. */
export interface Palette {
  /** One colour, or two that a gradient or a pattern is made of. */
  readonly background: readonly string[];
  /** Colour of the button and the price flag. */
  readonly accent: string;
  readonly onAccent: string;
  readonly product: ProductPaint;
  /** Colour of decorations that belong to the scheme. */
  readonly tint: string;
  /** In [0, 1]: how near the hues of background and accent are to an analogous or a complementary scheme. */
  readonly harmony: number;
}

/** Contrast of labels and other text that is meant to be read. */
const readable = 5.3;

const schemes = [0, 30, 150, 180];

/** 1 where two hues form a scheme, 0 where they are 60° from any. Source: Itten, The Art of Color: analogous and complementary pairs. */
export function hueHarmony(a: number, b: number): number {
  const turn = (((a - b) % 360) + 360) % 360;
  const apart = Math.min(turn, 360 - turn);
  return Math.max(0, 1 - Math.min(...schemes.map((scheme) => Math.abs(apart - scheme))) / 60);
}

/** Colours whose harmony is about the one wanted. */
export function makePalette(random: Random, harmony: number): Palette {
  const hue = random.uniform() * 360;
  const missing = Math.round((1 - harmony) * 58);
  const offset = random.int(2) ? 30 + missing : 150 - missing;
  const accentHue = hue + (random.int(2) ? offset : -offset);
  const loud = 0.2 * (1 - harmony);
  const [saturation, lightness] = random.pick([
    [0.35, 0.93],
    [0.5, 0.86],
    [0.4, 0.16],
    [0.5, 0.24],
    [0.12, 0.95],
    [0.55, 0.76],
  ]);
  const shades = [lightness, lightness + (lightness > 0.5 ? -0.045 : 0.035)];
  const background = shades.map((l, i) => hsl(hue + 14 * i, Math.min(1, saturation + loud), l));
  const accent = visible(accentHue, 0.7 + loud, background);
  const productHue = random.int(2) ? accentHue + 20 : hue + 180 * random.int(2);
  const main = visible(productHue, 0.5, background, 1.9);
  return {
    background,
    accent,
    onAccent: hexContrast('#ffffff', accent) >= readable ? '#ffffff' : '#101014',
    product: {
      main,
      light: mix(main, '#ffffff', 0.62),
      dark: mix(main, '#0b0a10', 0.6),
      accent,
    },
    tint: hsl(hue, saturation + 0.1, lightness > 0.5 ? lightness - 0.17 : lightness + 0.14),
    harmony: hueHarmony(hue, accentHue),
  };
}

/** A colour of the hue that stands out from the backgrounds and can carry white or black text. */
function visible(hue: number, saturation: number, background: readonly string[], least = 2.2): string {
  for (let step = 0; ; step++) {
    const lightness = 0.5 + (step % 2 ? 0.02 : -0.02) * Math.ceil(step / 2);
    const color = hsl(hue, saturation, lightness);
    const carries = Math.max(hexContrast('#ffffff', color), hexContrast('#101014', color)) >= readable;
    const apart = Math.min(...background.map((other) => hexContrast(color, other))) >= least;
    if ((carries && apart) || step === 44) return color;
  }
}
