import { decodeImage } from '../images/index.js';

/** What can be said of an image without looking at what is on it. */
export interface ImageStatistics {
  /** Mean luma, in [0, 1]. */
  readonly luminance: number;
  /** Standard deviation of luma, in [0, 0.5]. */
  readonly contrast: number;
  /** Mean of (max − min) / max over pixels, in [0, 1] (HSV). */
  readonly saturation: number;
  /** Standard deviation of the saturation. */
  readonly saturationSpread: number;
  /** Hasler and Süsstrunk's M3 over 255: √(σ²rg + σ²yb) + 0.3 √(μ²rg + μ²yb). */
  readonly colorfulness: number;
  /** Share of pixels whose luma gradient (central differences) is above 0.1. */
  readonly edgeDensity: number;
  /** Entropy of the luma in 32 bins, in [0, 5] bits. */
  readonly entropy: number;
  /** Share of pixels darker than 0.2. */
  readonly dark: number;
  /** Share of pixels lighter than 0.8. */
  readonly light: number;
  /** Width by height of the file. */
  readonly aspectRatio: number;
}

const side = 128;

/**
 * A handful of numbers on an image, taken at 128 × 128 pixels: what a linear model may know of it.
 * Luma is Rec. 601: 0.299 R + 0.587 G + 0.114 B.
 * @throws {ImageError} when the file cannot be decoded
 * @see Hasler and Süsstrunk, Measuring colourfulness in natural images, SPIE 5007, 2003
 */
export async function imageStatistics(file: string): Promise<ImageStatistics> {
  const { pixels, width, height } = await decodeImage(file, { height: side, width: side });
  const n = side * side;
  const luma = new Float64Array(n);
  const saturation = new Float64Array(n);
  const redGreen = new Float64Array(n);
  const yellowBlue = new Float64Array(n);
  const histogram = new Float64Array(32);
  let [dark, light] = [0, 0];
  for (let i = 0; i < n; i++) {
    const [r, g, b] = [pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]];
    const y = (0.299 * r + 0.587 * g + 0.114 * b) / 255;
    const most = Math.max(r, g, b);
    luma[i] = y;
    saturation[i] = most === 0 ? 0 : (most - Math.min(r, g, b)) / most;
    redGreen[i] = r - g;
    yellowBlue[i] = 0.5 * (r + g) - b;
    histogram[Math.min(31, Math.floor(32 * y))]++;
    if (y < 0.2) dark++;
    if (y > 0.8) light++;
  }
  const [lumaMean, lumaSpread] = moments(luma);
  const [saturationMean, saturationSpread] = moments(saturation);
  const [rgMean, rgSpread] = moments(redGreen);
  const [ybMean, ybSpread] = moments(yellowBlue);
  const entropy = histogram.reduce((sum, count) => sum - (count ? (count / n) * Math.log2(count / n) : 0), 0);
  return {
    luminance: lumaMean,
    contrast: lumaSpread,
    saturation: saturationMean,
    saturationSpread,
    colorfulness: (Math.hypot(rgSpread, ybSpread) + 0.3 * Math.hypot(rgMean, ybMean)) / 255,
    edgeDensity: edgeShare(luma),
    entropy,
    dark: dark / n,
    light: light / n,
    aspectRatio: width / height,
  };
}

/** Mean and standard deviation. */
function moments(values: Float64Array): [number, number] {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return [mean, Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length)];
}

function edgeShare(luma: Float64Array): number {
  let edges = 0;
  for (let y = 1; y < side - 1; y++) {
    for (let x = 1; x < side - 1; x++) {
      const i = y * side + x;
      if (Math.hypot(luma[i + 1] - luma[i - 1], luma[i + side] - luma[i - side]) / 2 > 0.1) edges++;
    }
  }
  return edges / (side - 2) ** 2;
}
