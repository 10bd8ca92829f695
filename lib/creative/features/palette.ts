import { relativeLuminance } from '../../images/index.js';
import type { Canvas } from './canvas.js';

/** A colour of a creative's palette. */
export interface PaletteColor {
  /** CIELAB (D65). */
  readonly lab: readonly [number, number, number];
  /** Of the area, in (0, 1]. */
  readonly share: number;
  /** Relative luminance in [0, 1] of its mean sRGB colour. */
  readonly luminance: number;
}

const clusters = 8;
const rounds = 10;
/** Bits a channel of the histogram that is clustered. */
const bits = 4;
/** Clusters nearer than this, in ΔE 1976, are one colour. */
const sameColor = 12;
/** A colour of a smaller share is noise. */
const leastShare = 0.005;

/**
 * The colours of a creative, largest share first: k-means in CIELAB (Lloyd 1982) over a histogram of 16 × 16 × 16
 * colours, started from the most frequent ones that are far from each other, so that the same picture always gives the
 * same palette; near clusters are joined.
 */
export function palette(canvas: Canvas): PaletteColor[] {
  const bins = histogram(canvas);
  let centers = farApart(bins);
  for (let round = 0; round < rounds; round++) centers = moved(bins, centers);
  return joined(moved(bins, centers))
    .filter(({ share }) => share >= leastShare)
    .sort((a, b) => b.share - a.share)
    .map(({ lab, share, rgb }) => ({ lab, share, luminance: relativeLuminance(...rgb) }));
}

type Three = readonly [number, number, number];
interface Cluster {
  readonly lab: Three;
  readonly rgb: Three;
  readonly share: number;
}

function histogram({ rgb, lightness, a, b }: Canvas): Cluster[] {
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
      share: n / lightness.length,
    });
  }
  return out;
}

/** The bins of largest share × squared distance to those chosen before. */
function farApart(bins: readonly Cluster[]): Cluster[] {
  const distance = new Float64Array(bins.length).fill(1);
  const chosen: Cluster[] = [];
  while (chosen.length < Math.min(clusters, bins.length)) {
    let best = 0;
    for (let i = 1; i < bins.length; i++) {
      if (bins[i].share * distance[i] > bins[best].share * distance[best]) best = i;
    }
    if (distance[best] === 0) break;
    const first = chosen.length === 0;
    chosen.push(bins[best]);
    bins.forEach(({ lab }, i) => {
      const d = squared(lab, bins[best].lab);
      distance[i] = first ? d : Math.min(distance[i], d);
    });
  }
  return chosen;
}

function moved(bins: readonly Cluster[], centers: readonly Cluster[]): Cluster[] {
  const members: Cluster[][] = centers.map(() => []);
  for (const bin of bins) {
    let best = 0;
    let nearest = Number.POSITIVE_INFINITY;
    for (let k = 0; k < centers.length; k++) {
      const d = squared(bin.lab, centers[k].lab);
      if (d < nearest) {
        nearest = d;
        best = k;
      }
    }
    members[best].push(bin);
  }
  return members.filter((some) => some.length > 0).map(merged);
}

function joined(clusters: readonly Cluster[]): Cluster[] {
  const out: Cluster[] = [];
  for (const cluster of [...clusters].sort((a, b) => b.share - a.share)) {
    const same = out.findIndex(({ lab }) => squared(lab, cluster.lab) < sameColor ** 2);
    if (same < 0) out.push(cluster);
    else out[same] = merged([out[same], cluster]);
  }
  return out;
}

function merged(some: readonly Cluster[]): Cluster {
  const share = some.reduce((sum, cluster) => sum + cluster.share, 0);
  const mean = (of: (cluster: Cluster) => Three): Three => {
    const at = (c: number) => some.reduce((sum, cluster) => sum + of(cluster)[c] * cluster.share, 0) / share;
    return [at(0), at(1), at(2)];
  };
  return { lab: mean(({ lab }) => lab), rgb: mean(({ rgb }) => rgb), share };
}

function squared(x: Three, y: Three): number {
  return (x[0] - y[0]) ** 2 + (x[1] - y[1]) ** 2 + (x[2] - y[2]) ** 2;
}
