import { ArgumentError, shown } from '../../errors/index.js';
import { createRandom, type Random } from '../../vectors/index.js';
import { decodePixels } from '../decode-pixels.js';
import { foregroundOf } from '../foreground.js';
import { naming } from '../image-error.js';
import { colorName } from './color-name.js';
import { type LabPicture, labOf } from './lab.js';

/** A colour of a photo. */
export interface DominantColor {
  /** CIELAB (D65): lightness in [0, 100], a and b within about ±110. */
  readonly lab: readonly [number, number, number];
  /** '#rrggbb': the mean of its pixels. */
  readonly hex: string;
  /** The nearest of some everyday colour names: 'dark green'. */
  readonly name: string;
  /** Of the product's pixels, in (0, 1]; the backdrop hardly counts. */
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
 * @param options.count colours at most, 1 to 16; default 4
 * @throws {ArgumentError} for a count out of range
 * @throws {ImageError} for a photo that cannot be decoded, naming the file
 */
export async function dominantColors(
  path: string,
  { count = 4, seed = 42 }: { readonly count?: number; readonly seed?: number } = {},
): Promise<DominantColor[]> {
  if (!Number.isInteger(count) || count < 1 || count > 16) {
    throw new ArgumentError(`${shown(count)} dominant colours; give a whole number from 1 to 16`);
  }
  const { data } = await decodePixels(path, { width: size, height: size }).catch(naming(path));
  return colorsOf(data, count, createRandom(seed));
}

/** The main colours of size × size sRGB bytes. */
export function colorsOf(rgb: Uint8Array, count: number, random: Random): DominantColor[] {
  const picture = labOf(rgb, size);
  const weights = foregroundOf(picture);
  const centers = joined(kMeans(picture, weights, count, random));
  const nearest = assign(picture, centers);
  const sums = centers.map(() => [0, 0, 0, 0]);
  for (let i = 0; i < weights.length; i++) {
    const sum = sums[nearest[i]];
    sum[3] += weights[i];
    for (let c = 0; c < 3; c++) sum[c] += weights[i] * rgb[3 * i + c];
  }
  const kept = productClusters(nearest, centers.length).filter((k) => sums[k][3] > 0);
  const total = kept.reduce((sum, k) => sum + sums[k][3], 0);
  return kept
    .map((k) => {
      const lab = centers[k];
      const hex = `#${sums[k]
        .slice(0, 3)
        .map((sum) =>
          Math.round(sum / sums[k][3])
            .toString(16)
            .padStart(2, '0'),
        )
        .join('')}`;
      return { lab, hex, name: colorName(lab), share: sums[k][3] / total };
    })
    .sort((a, b) => b.share - a.share);
}

/** The clusters that fill as much of the middle as of the rim, or more; all where none does. */
function productClusters(nearest: Uint8Array, count: number): number[] {
  const middle = new Float64Array(count);
  const rim = new Float64Array(count);
  let [middlePixels, rimPixels] = [0, 0];
  for (let i = 0; i < nearest.length; i++) {
    const [x, y] = [i % size, Math.floor(i / size)];
    const depth = Math.min(x, y, size - 1 - x, size - 1 - y);
    if (depth < size / 8) {
      rim[nearest[i]]++;
      rimPixels++;
    } else if (depth >= size / 4) {
      middle[nearest[i]]++;
      middlePixels++;
    }
  }
  const all = Array.from({ length: count }, (_, k) => k);
  const product = all.filter((k) => middle[k] / middlePixels >= rim[k] / rimPixels);
  return product.length > 0 ? product : all;
}

type Lab = readonly [number, number, number];

function kMeans(picture: LabPicture, weights: Float32Array, count: number, random: Random): Lab[] {
  let centers = spreadCenters(picture, weights, count, random);
  for (let round = 0; round < rounds; round++) {
    const nearest = assign(picture, centers);
    const sums = centers.map(() => [0, 0, 0, 0]);
    for (let i = 0; i < weights.length; i++) {
      const sum = sums[nearest[i]];
      sum[0] += weights[i] * picture.lightness[i];
      sum[1] += weights[i] * picture.a[i];
      sum[2] += weights[i] * picture.b[i];
      sum[3] += weights[i];
    }
    centers = centers.map((center, k) =>
      sums[k][3] === 0 ? center : [sums[k][0] / sums[k][3], sums[k][1] / sums[k][3], sums[k][2] / sums[k][3]],
    );
  }
  return centers;
}

/** Pixels drawn by weight times squared distance to those drawn before; fewer than `count` where the picture has fewer colours. */
function spreadCenters(picture: LabPicture, weights: Float32Array, count: number, random: Random): Lab[] {
  const distance = new Float64Array(weights.length).fill(1);
  const centers: Lab[] = [];
  while (centers.length < count) {
    let left = random.uniform() * distance.reduce((sum, d, i) => sum + d * weights[i], 0);
    const drawn = distance.findIndex((d, i) => {
      left -= d * weights[i];
      return left < 0;
    });
    if (drawn < 0) break;
    const center = labAt(picture, drawn);
    for (let i = 0; i < distance.length; i++) {
      const d = squared(labAt(picture, i), center);
      distance[i] = centers.length === 0 ? d : Math.min(distance[i], d);
    }
    centers.push(center);
  }
  return centers;
}

function assign(picture: LabPicture, centers: readonly Lab[]): Uint8Array {
  const nearest = new Uint8Array(picture.lightness.length);
  for (let i = 0; i < nearest.length; i++) {
    let best = Number.POSITIVE_INFINITY;
    for (let k = 0; k < centers.length; k++) {
      const [l, a, b] = centers[k];
      const d = (picture.lightness[i] - l) ** 2 + (picture.a[i] - a) ** 2 + (picture.b[i] - b) ** 2;
      if (d < best) {
        best = d;
        nearest[i] = k;
      }
    }
  }
  return nearest;
}

/** The centres without those that are too near to one before them. */
function joined(centers: readonly Lab[]): Lab[] {
  return centers.filter((center, k) =>
    centers.slice(0, k).every((other) => Math.sqrt(squared(center, other)) >= sameColor),
  );
}

function labAt({ lightness, a, b }: LabPicture, i: number): Lab {
  return [lightness[i], a[i], b[i]];
}

function squared(x: Lab, y: Lab): number {
  return (x[0] - y[0]) ** 2 + (x[1] - y[1]) ** 2 + (x[2] - y[2]) ** 2;
}
