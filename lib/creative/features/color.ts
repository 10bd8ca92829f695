import { contrastRatio } from '../../images/index.js';
import type { Canvas } from './canvas.js';
import { hueHarmony } from './harmony.js';
import type { PaletteColor } from './palette.js';

/** The share below which a palette colour is no partner for a contrast. */
const partnerShare = 0.02;

/** The warmest hue, 50°, in the a–b plane. */
const [warmA, warmB] = [Math.cos((50 * Math.PI) / 180), Math.sin((50 * Math.PI) / 180)];

/** The colour features; what each means is in `creativeFeatureList`. */
export function colorFeatures(canvas: Canvas, colors: readonly PaletteColor[]) {
  const { lightness, a, b, rgb } = canvas;
  const n = lightness.length;
  let [light, chromaSum, warm, squares] = [0, 0, 0, 0];
  let [rg, yb, rg2, yb2] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    light += lightness[i];
    squares += lightness[i] ** 2;
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
  const shares = colors.reduce((sum, { share }) => sum + share, 0);
  const entropy = -colors.reduce((sum, { share }) => sum + (share / shares) * Math.log(share / shares), 0);
  const partners = colors.filter(({ share }) => share >= partnerShare);
  return {
    effective_colors: Math.exp(entropy),
    dominant_color_share: colors[0].share,
    color_harmony: hueHarmony(colors),
    palette_contrast: Math.max(
      1,
      ...partners.flatMap((x) => partners.map((y) => contrastRatio(x.luminance, y.luminance))),
    ),
    saturation: chromaSum / n,
    colorfulness: Math.hypot(deviation(rg, rg2), deviation(yb, yb2)) + 0.3 * Math.hypot(rg / n, yb / n),
    warmth: 0.02 * (warm / n) - 0.5,
    lightness: light / n,
    lightness_contrast: deviation(light, squares),
  };
}
