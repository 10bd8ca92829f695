import { ArgumentError, shown } from '../errors/index.js';
import type { RgbImage } from './rgb-image.js';

/**
 * Resizes a picture as TensorFlow.js's `resizeBilinear` does by default (alignCorners and halfPixelCenters false): the
 * pixel (y, x) is mixed from the four about (y · height / newHeight, x · width / newWidth). A model that a page feeds
 * by `tf.browser.fromPixels(img).resizeBilinear([h, w])` gets the same numbers in Node. No smoothing comes first: of a
 * picture that shrinks to less than half, pixels in between are passed over; `resizeArea` averages them.
 * @returns height · width · 3 numbers in the range of the picture's own, ready as one row of a batch [n, h, w, 3]
 * @throws {ArgumentError} on a size that is not a whole number from 1, or data of another length than the size says
 */
export function resizeBilinear(image: RgbImage, height: number, width: number): Float32Array {
  checkResize(image, height, width);
  const { data } = image;
  const out = new Float32Array(height * width * 3);
  const [above, below, down] = steps(image.height, height);
  const [left, right, across] = steps(image.width, width);
  const rowLength = image.width * 3;
  let to = 0;
  for (let y = 0; y < height; y++) {
    const [upper, lower, v] = [above[y] * rowLength, below[y] * rowLength, down[y]];
    for (let x = 0; x < width; x++) {
      const [l, r, u] = [left[x] * 3, right[x] * 3, across[x]];
      for (let c = 0; c < 3; c++) {
        const top = data[upper + l + c] + (data[upper + r + c] - data[upper + l + c]) * u;
        const bottom = data[lower + l + c] + (data[lower + r + c] - data[lower + l + c]) * u;
        out[to++] = top + (bottom - top) * v;
      }
    }
  }
  return out;
}

/** For each new place: the old ones before and after it, and how far it lies between them, as float32. */
function steps(from: number, to: number): [Uint32Array, Uint32Array, Float32Array] {
  const before = new Uint32Array(to);
  const after = new Uint32Array(to);
  const between = new Float32Array(to);
  const scale = Math.fround(from / to);
  for (let i = 0; i < to; i++) {
    const at = Math.fround(i * scale);
    before[i] = Math.min(from - 1, Math.floor(at));
    after[i] = Math.min(from - 1, Math.ceil(at));
    between[i] = at - Math.floor(at);
  }
  return [before, after, between];
}

/** @throws {ArgumentError} on a size that is not a whole number from 1, or data of another length than the size says */
export function checkResize({ height: h, width: w, data }: RgbImage, height: number, width: number): void {
  for (const side of [height, width]) {
    if (!Number.isInteger(side) || side < 1) {
      throw new ArgumentError(
        `a picture cannot be resized to ${shown(side)} pixels; give a whole number from 1`,
      );
    }
  }
  if (data.length !== h * w * 3 || data.length === 0) {
    throw new ArgumentError(`a picture of ${h} × ${w} pixels has ${h * w * 3} numbers, got ${data.length}`);
  }
}
