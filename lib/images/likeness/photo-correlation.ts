import { decodePixels } from '../decode-pixels.js';
import { naming } from '../errors.js';

const size = 32;

/**
 * A photo as 32 × 32 sRGB bytes, for `photoCorrelation`.
 * @throws {ImageError} for a photo that cannot be decoded, naming the file
 */
export async function photoThumbnail(path: string): Promise<Uint8Array> {
  return (await decodePixels(path, { width: size, height: size }).catch(naming(path))).data;
}

/**
 * Correlation (Pearson's) of two thumbnails byte by byte, in [-1, 1]; 1 for two plain ones of the same colour, 0 where
 * just one is plain. One photo scaled and compressed anew stays above 0.99: of 50 sample photos at 150 px and quality
 * 50 the least had 0.996, while of 500,000 pairs of different photos, alike as drawings are, one had more than 0.99.
 */
export function photoCorrelation(a: Uint8Array, b: Uint8Array): number {
  let [sumA, sumB, sumAa, sumBb, sumAb] = [0, 0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    sumA += a[i];
    sumB += b[i];
    sumAa += a[i] * a[i];
    sumBb += b[i] * b[i];
    sumAb += a[i] * b[i];
  }
  const n = a.length;
  const spread = Math.sqrt((sumAa - (sumA * sumA) / n) * (sumBb - (sumB * sumB) / n));
  if (spread === 0) return a.every((value, i) => value === b[i]) ? 1 : 0;
  return (sumAb - (sumA * sumB) / n) / spread;
}
