import { decodePixels } from '../../images/index.js';
import type { Preprocessing } from './preprocessing.js';

/** A photo as 8-bit RGB, row by row, at the size that a model takes. */
export type Pixels = Uint8Array;

/**
 * Decodes a photo: turned as its EXIF says, transparency on white, grey and CMYK as sRGB, scaled and cut.
 * @throws {ImageError} for a file that is no image, is truncated, or has more than 100 million pixels
 */
export async function decodePhoto(file: string, preprocessing: Preprocessing): Promise<Pixels> {
  const { shortestSide, width, height, kernel } = preprocessing;
  if (shortestSide === null) return (await decodePixels(file, { width, height, kernel })).data;
  // The central square (or w:h rectangle) of the scaled photo, of which the model sees the centre.
  const ratio = shortestSide / Math.min(width, height);
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  const center = { width, height };
  return (await decodePixels(file, { width: w, height: h, fit: 'cover', kernel, center })).data;
}

/** Photos as one input of a model, [n, 3, height, width] or [n, height, width, 3]. `rows` ≥ the photos; the rest is 0. */
export function imageTensor(
  photos: readonly Pixels[],
  { width, height, scale, mean, std, layout }: Preprocessing,
  rows = photos.length,
) {
  const area = width * height;
  const data = new Float32Array(rows * 3 * area);
  // A channel has 256 values: looking them up is faster than computing each.
  const tables = mean.map((m, c) => Float32Array.from({ length: 256 }, (_, v) => (v * scale - m) / std[c]));
  const [pixelStep, channelStep] = layout === 'NCHW' ? [1, area] : [3, 1];
  photos.forEach((rgb, n) => {
    for (let c = 0; c < 3; c++) {
      const table = tables[c];
      let to = n * 3 * area + c * channelStep;
      for (let from = c; from < rgb.length; from += 3, to += pixelStep) data[to] = table[rgb[from]];
    }
  });
  const dims = layout === 'NCHW' ? [rows, 3, height, width] : [rows, height, width, 3];
  return { type: 'float32' as const, dims, data };
}
