import {
  type Color,
  meanColor,
  membersOf,
  seedCenters,
  squaredDistance,
  totalWeight,
  type WeightedColor,
} from './k-means.js';
import type { LabChannels } from './lab.js';
import { relativeLuminance } from './wcag.js';

/** A colour of a picture's palette. */
export interface PaletteColor {
  /** CIELAB (D65). */
  readonly lab: readonly [number, number, number];
  /** Share of the area, in (0, 1]. */
  readonly share: number;
  /** Relative luminance in [0, 1] of its mean sRGB colour. */
  readonly luminance: number;
}

type Picture = LabChannels & { readonly rgb: Uint8Array };

const clusters = 8;
const rounds = 10;
/** Bits a channel of the histogram that is clustered. */
const bits = 4;
/** Clusters nearer than this, in ΔE 1976, are one colour. */
const sameColor = 12;
/** A colour of a smaller share is noise. */
const leastShare = 0.005;

/**
 * The colours of a picture, largest share first: k-means in CIELAB (Lloyd 1982) over a histogram of 16 × 16 × 16
 * colours, started from the most frequent ones that are far from each other, so that the same picture always gives the
 * same palette; near clusters are joined.
 * @param picture its pixels in CIELAB, and as sRGB bytes (pixels × 3)
 */
export function palette(picture: Picture): PaletteColor[] {
  const bins = histogram(picture);
  let centers = seedCenters(bins, clusters, heaviest);
  for (let round = 0; round < rounds; round++) centers = moved(bins, centers).map(({ lab }) => lab);
  return joined(moved(bins, centers))
    .filter(({ weight }) => weight >= leastShare)
    .sort((a, b) => b.weight - a.weight)
    .map(({ lab, weight, rgb }) => ({ lab, share: weight, luminance: relativeLuminance(...rgb) }));
}

interface Cluster extends WeightedColor {
  readonly rgb: Color;
}

function histogram({ rgb, lightness, a, b }: Picture): Cluster[] {
  const size = 1 << (3 * bits);
  const sums = new Float64Array(size * 7);
  const shift = 8 - bits;
  for (let i = 0; i < lightness.length; i++) {
    const bin =
      ((rgb[3 * i] >> shift) << (2 * bits)) | ((rgb[3 * i + 1] >> shift) << bits) | (rgb[3 * i + 2] >> shift);
    const at = 7 * bin;
    sums[at] += 1;
    sums[at + 1] += lightness[i];
    sums[at + 2] += a[i];
    sums[at + 3] += b[i];
    sums[at + 4] += rgb[3 * i];
    sums[at + 5] += rgb[3 * i + 1];
    sums[at + 6] += rgb[3 * i + 2];
  }
  const out: Cluster[] = [];
  for (let at = 0; at < sums.length; at += 7) {
    const n = sums[at];
    if (n === 0) continue;
    out.push({
      lab: [sums[at + 1] / n, sums[at + 2] / n, sums[at + 3] / n],
      rgb: [sums[at + 4] / n, sums[at + 5] / n, sums[at + 6] / n],
      weight: n / lightness.length,
    });
  }
  return out;
}

function heaviest(pull: Float64Array): number {
  const best = pull.reduce((most, p, i) => (p > pull[most] ? i : most), 0);
  return pull[best] === 0 ? -1 : best;
}

function moved(bins: readonly Cluster[], centers: readonly Color[]): Cluster[] {
  return membersOf(bins, centers)
    .filter((some) => some.length > 0)
    .map(merged);
}

function joined(clusters: readonly Cluster[]): Cluster[] {
  const out: Cluster[] = [];
  for (const cluster of [...clusters].sort((a, b) => b.weight - a.weight)) {
    const same = out.findIndex(({ lab }) => squaredDistance(lab, cluster.lab) < sameColor ** 2);
    if (same < 0) out.push(cluster);
    else out[same] = merged([out[same], cluster]);
  }
  return out;
}

function merged(some: readonly Cluster[]): Cluster {
  return {
    lab: meanColor(some, ({ lab }) => lab),
    rgb: meanColor(some, ({ rgb }) => rgb),
    weight: totalWeight(some),
  };
}
