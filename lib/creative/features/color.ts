import type { PaletteColor } from '../../images/color/index.js';
import { contrastRatio } from '../../images/index.js';
import type { Canvas } from './canvas.js';
import { hueHarmony } from './harmony.js';

/** Shares from which a palette colour begins to be, and is, a partner for a contrast. */
const [hardlyPartner, partner] = [0.01, 0.03];
/** A difference in ΔE 1976 at which two colours are by 1/e alike. */
const alike = 25;
/** The same of two shades of one colour. */
const nearly = 15;

/** The warmest hue, 50°, in the a–b plane. */
const [warmA, warmB] = [Math.cos((50 * Math.PI) / 180), Math.sin((50 * Math.PI) / 180)];

/** The colour features; what each means is in `creativeFeatureList`. */
export function colorFeatures(canvas: Canvas, colors: readonly PaletteColor[]) {
  const { lightness, a, b, rgb } = canvas;
  const n = lightness.length;
  let [light, offs, squares, chromaSum, warm] = [0, 0, 0, 0, 0];
  let [rg, yb, rg2, yb2] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    light += lightness[i];
    // From the first pixel, so that an even picture has none.
    const off = lightness[i] - lightness[0];
    offs += off;
    squares += off * off;
    const chroma = Math.sqrt(a[i] * a[i] + b[i] * b[i]);
    chromaSum += chroma;
    // C^1.07 · cos(h − 50°).
    if (chroma > 0) warm += chroma ** 0.07 * (a[i] * warmA + b[i] * warmB);
    const [red, green, blue] = [rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]];
    const x = red - green;
    const y = (red + green) / 2 - blue;
    rg += x;
    yb += y;
    rg2 += x * x;
    yb2 += y * y;
  }
  const deviation = (sum: number, sumOfSquares: number) =>
    Math.sqrt(Math.max(0, sumOfSquares / n - (sum / n) ** 2));
  return {
    effective_colors: colorDiversity(colors),
    dominant_color_share: dominance(colors),
    color_harmony: hueHarmony(colors),
    palette_contrast: paletteContrast(colors),
    saturation: chromaSum / n,
    colorfulness: Math.hypot(deviation(rg, rg2), deviation(yb, yb2)) + 0.3 * Math.hypot(rg / n, yb / n),
    warmth: 0.02 * (warm / n) - 0.5,
    lightness: light / n,
    lightness_contrast: deviation(offs, squares),
  };
}

/** ΔE 1976. */
function distance({ lab: [l, a, b] }: PaletteColor, { lab }: PaletteColor): number {
  return Math.hypot(l - lab[0], a - lab[1], b - lab[2]);
}

/** The area of the most frequent colour, and of others in so far as they are like it. */
function dominance(colors: readonly PaletteColor[]): number {
  const like = (x: PaletteColor) =>
    colors.reduce((sum, y) => sum + y.share * Math.exp(-((distance(x, y) / nearly) ** 2)), 0);
  return Math.min(1, Math.max(...colors.map(like)));
}

/**
 * Leinster & Cobbold's diversity of order 1: exp of −Σ p · ln(how much of the area is alike), where e^(−ΔE/25) says how
 * alike two colours are; as many as there are colours that have nothing in common.
 */
function colorDiversity(colors: readonly PaletteColor[]): number {
  const all = colors.reduce((sum, { share }) => sum + share, 0);
  const ordinariness = (x: PaletteColor) =>
    colors.reduce((sum, y) => sum + (y.share / all) * Math.exp(-distance(x, y) / alike), 0);
  return Math.exp(-colors.reduce((sum, x) => sum + (x.share / all) * Math.log(ordinariness(x)), 0));
}

function paletteContrast(colors: readonly PaletteColor[]): number {
  const weight = ({ share }: PaletteColor) =>
    Math.min(1, Math.max(0, (share - hardlyPartner) / (partner - hardlyPartner)));
  const contrasts = colors.flatMap((x) =>
    colors.map((y) => 1 + Math.min(weight(x), weight(y)) * (contrastRatio(x.luminance, y.luminance) - 1)),
  );
  return Math.max(...contrasts);
}
