import { checkResize } from './resize-bilinear.js';
import type { RgbImage } from './rgb-image.js';

/**
 * Resizes a picture by averaging areas: it is enlarged bilinearly (pixel centres on half pixels) to the smallest common
 * multiple k of the new size that is no smaller than the picture, and each k × k block is averaged. So every pixel
 * counts, and an ad looks the same at 320 and at 1,080 pixels. Where the picture does not shrink, k is 1 and only the
 * bilinear step is left. In a page the same is, to the rounding of float32:
 *
 * ```js
 * const k = Math.max(1, Math.ceil(Math.max(img.naturalHeight / h, img.naturalWidth / w)));
 * tf.browser.fromPixels(img).resizeBilinear([k * h, k * w], false, true).avgPool(k, k, 'valid')
 * ```
 * @returns height · width · 3 numbers in the range of the picture's own, ready as one row of a batch [n, h, w, 3]
 * @throws {ArgumentError} on a size that is not a whole number from 1, or data of another length than the size says
 */
export function resizeArea(image: RgbImage, height: number, width: number): Float32Array {
  checkResize(image, height, width);
  const { data } = image;
  const k = Math.max(1, Math.ceil(Math.max(image.height / height, image.width / width)));
  const across = mixes(image.width, width, k);
  const down = mixes(image.height, height, k);
  const rowLength = 3 * width;
  const narrow = new Float32Array(image.height * rowLength);
  for (let y = 0, to = 0; y < image.height; y++) {
    const row = y * image.width * 3;
    for (const { first, weights } of across) {
      let r = 0;
      let g = 0;
      let b = 0;
      for (let i = 0, from = row + 3 * first; i < weights.length; i++, from += 3) {
        const weight = weights[i];
        r += weight * data[from];
        g += weight * data[from + 1];
        b += weight * data[from + 2];
      }
      narrow[to++] = r;
      narrow[to++] = g;
      narrow[to++] = b;
    }
  }
  const out = new Float32Array(height * rowLength);
  down.forEach(({ first, weights }, y) => {
    const to = out.subarray(y * rowLength, (y + 1) * rowLength);
    for (let i = 0; i < weights.length; i++) {
      const from = (first + i) * rowLength;
      const weight = weights[i];
      for (let x = 0; x < rowLength; x++) to[x] += weight * narrow[from + x];
    }
  });
  return out;
}

/** The old places that a new one is mixed from, one after the other, and the share of each. */
interface Mix {
  readonly first: number;
  readonly weights: Float64Array;
}

function mixes(from: number, to: number, k: number): Mix[] {
  const last = from - 1;
  const step = from / (to * k);
  return Array.from({ length: to }, (_, place) => {
    const at = (i: number) => (place * k + i + 0.5) * step - 0.5;
    const first = Math.max(0, Math.floor(at(0)));
    const weights = new Float64Array(Math.min(last, Math.ceil(at(k - 1))) - first + 1);
    for (let i = 0; i < k; i++) {
      const before = Math.max(0, Math.floor(at(i)));
      const after = Math.min(last, Math.ceil(at(i)));
      const share = Math.max(0, at(i) - before) / k;
      weights[before - first] += 1 / k - share;
      weights[after - first] += share;
    }
    return { first, weights };
  });
}
