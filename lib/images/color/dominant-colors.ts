import { ArgumentError, shown } from '../../errors/index.js';
import { createRandom, type Random } from '../../vectors/index.js';
import { decodePixels } from '../decode-pixels.js';
import { naming } from '../errors.js';
import { colorName } from './color-name.js';
import { foregroundOf } from './foreground.js';
import { hexOf } from './hex.js';
import {
  type Color,
  meanColor,
  membersOf,
  nearestCenter,
  seedCenters,
  squaredDistance,
  totalWeight,
  type WeightedColor,
} from './k-means.js';
import { labOf } from './lab.js';

/** A colour of a photo. */
export interface DominantColor {
  /** CIELAB (D65): lightness in [0, 100], a and b within about ±110. */
  readonly lab: readonly [number, number, number];
  /** '#rrggbb': the mean of its pixels. */
  readonly hex: string;
  /** The nearest of some everyday colour names: 'dark green'. */
  readonly name: string;
  /** Share of the product's pixels, in (0, 1]; the backdrop hardly counts. */
  readonly share: number;
}

const size = 64;
const rounds = 12;

/** Clusters nearer than this, in ΔE, are one colour. */
const sameColor = 10;

/**
 * The main colours of a photo, largest share first: weighted k-means in CIELAB (Lloyd 1982, started by k-means++,
 * Arthur & Vassilvitskii 2007) over 64 × 64 pixels, which count by their distance from the backdrop's colour.
 * Clusters within ΔE 10 of each other are joined, and those that fill more of the photo's rim than of its middle are
 * taken for backdrop and left out, so that there may be fewer than `count`.
 * @throws {ArgumentError} for a count out of range
 * @throws {ImageError} for a photo that cannot be decoded, naming the file
 */
export async function dominantColors(
  path: string,
  {
    count = 4,
    seed = 42,
  }: {
    /** Colours at most, 1 to 16. Default 4. */
    readonly count?: number;
    readonly seed?: number;
  } = {},
): Promise<DominantColor[]> {
  if (!Number.isInteger(count) || count < 1 || count > 16) {
    throw new ArgumentError(`${shown(count)} dominant colours; give a whole number from 1 to 16`);
  }
  const { data } = await decodePixels(path, { width: size, height: size }).catch(naming(path));
  return colorsOf(data, count, createRandom(seed));
}

interface Pixel extends WeightedColor {
  readonly rgb: Color;
}

/** The main colours of size × size sRGB bytes. */
export function colorsOf(rgb: Uint8Array, count: number, random: Random): DominantColor[] {
  const picture = labOf(rgb, size);
  const { lightness, a, b } = picture;
  const pixels = Array.from(foregroundOf(picture), (weight, i): Pixel => {
    const [red, green, blue] = rgb.subarray(3 * i, 3 * i + 3);
    return { lab: [lightness[i], a[i], b[i]], rgb: [red, green, blue], weight };
  });
  const centers = joined(kMeans(pixels, count, random));
  const members = membersOf(pixels, centers);
  const kept = productClusters(pixels, centers).filter((k) => members[k].length > 0);
  const total = kept.reduce((sum, k) => sum + totalWeight(members[k]), 0);
  return kept
    .map((k) => {
      const lab = centers[k];
      const hex = hexOf(meanColor(members[k], (pixel) => pixel.rgb));
      return { lab, hex, name: colorName(lab), share: totalWeight(members[k]) / total };
    })
    .sort((x, y) => y.share - x.share);
}

/** The clusters that fill as much of the middle as of the rim, or more; all where none does. */
function productClusters(pixels: readonly Pixel[], centers: readonly Color[]): number[] {
  const middle = new Float64Array(centers.length);
  const rim = new Float64Array(centers.length);
  let [middlePixels, rimPixels] = [0, 0];
  for (const [i, { lab }] of pixels.entries()) {
    const k = nearestCenter(lab, centers);
    const [x, y] = [i % size, Math.floor(i / size)];
    const depth = Math.min(x, y, size - 1 - x, size - 1 - y);
    if (depth < size / 8) {
      rim[k]++;
      rimPixels++;
    } else if (depth >= size / 4) {
      middle[k]++;
      middlePixels++;
    }
  }
  const all = centers.map((_, k) => k);
  const product = all.filter((k) => middle[k] / middlePixels >= rim[k] / rimPixels);
  return product.length > 0 ? product : all;
}

/** Started from pixels drawn by weight times squared distance to those drawn before; fewer where the picture has fewer colours. */
function kMeans(pixels: readonly Pixel[], count: number, random: Random): Color[] {
  let centers = seedCenters(pixels, count, (pull) => {
    let left = random.uniform() * pull.reduce((sum, p) => sum + p, 0);
    return pull.findIndex((p) => {
      left -= p;
      return left < 0;
    });
  });
  for (let round = 0; round < rounds; round++) {
    centers = membersOf(pixels, centers).map((some, k) =>
      some.length === 0 ? centers[k] : meanColor(some, ({ lab }) => lab),
    );
  }
  return centers;
}

/** The centres without those that are too near to one before them. */
function joined(centers: readonly Color[]): Color[] {
  return centers.filter((center, k) =>
    centers.slice(0, k).every((other) => Math.sqrt(squaredDistance(center, other)) >= sameColor),
  );
}
