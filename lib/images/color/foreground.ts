import type { LabPicture } from './lab.js';

const halfDistance = 20;
const evenSpread = 8;
const least = 0.01;

/**
 * How much each pixel counts as the product, in [0.01, 1]. The backdrop's colour is the median of the picture's rim; a
 * pixel counts the more, the further its colour is from it (half at ΔE 20). Where the rim is not of one colour there
 * is no backdrop to take away, and every pixel counts: both are blended by how even the rim is.
 */
export function foregroundOf({ size, lightness, a, b }: LabPicture): Float32Array {
  const rim = rimOf(size);
  const [ml, ma, mb] = [lightness, a, b].map((channel) =>
    upperMedian(Float32Array.from(rim, (i) => channel[i])),
  );
  const squaredDistance = (i: number) => (lightness[i] - ml) ** 2 + (a[i] - ma) ** 2 + (b[i] - mb) ** 2;
  const spread = Math.sqrt(upperMedian(Float32Array.from(rim, squaredDistance)));
  const evenness = Math.exp(-spread / evenSpread);
  const weights = new Float32Array(size * size);
  for (let i = 0; i < weights.length; i++) {
    const d = squaredDistance(i);
    weights[i] = Math.max(least, 1 - evenness + (evenness * d) / (d + halfDistance * halfDistance));
  }
  return weights;
}

/** Pixels within a 32nd of the size from an edge. */
function rimOf(size: number): number[] {
  const depth = Math.max(1, size >> 5);
  return Array.from({ length: size * size }, (_, i) => i).filter((i) => {
    const [x, y] = [i % size, Math.floor(i / size)];
    return Math.min(x, y, size - 1 - x, size - 1 - y) < depth;
  });
}

/**
 * The median, of an even number of values the upper one of the middle two, so that the backdrop has a colour of the
 * picture. Cached features rest on it.
 */
function upperMedian(values: Float32Array): number {
  return values.sort()[values.length >> 1];
}
