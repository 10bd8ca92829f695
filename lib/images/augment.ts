import type { Random } from '../vectors/index.js';
import type { ImageSize } from './rgb-image.js';

/** How far an image may be changed at random. All default to 0 or false: no change. */
export interface AugmentOptions {
  /** Whether half of the images are mirrored left and right; not where there is text. */
  readonly flip?: boolean;
  /** Largest change of brightness, as a share: every value is multiplied by 1 ± up to this. */
  readonly brightness?: number;
  /** Largest change of contrast, as a share: distances from middle grey are multiplied by 1 ± up to this. */
  readonly contrast?: number;
  /** Largest share of the sides that is cropped away, at a random place; the rest is scaled back. */
  readonly crop?: number;
  /** Largest turn, in degrees; edge pixels are repeated. */
  readonly rotate?: number;
}

/**
 * A changed copy of an image, 8-bit RGB: one bilinear resampling and one table of values, so that a 128 × 128 image
 * takes well under a millisecond. The changes follow from `random`, which always gives the same number of draws.
 */
export function augmentPixels(
  pixels: Uint8Array,
  { height, width }: ImageSize,
  { flip = false, brightness = 0, contrast = 0, crop = 0, rotate = 0 }: AugmentOptions,
  random: Random,
  out: Uint8Array = new Uint8Array(pixels.length),
): Uint8Array {
  const spread = (by: number) => by * (2 * random.uniform() - 1);
  const gain = 1 + spread(brightness);
  const stretch = 1 + spread(contrast);
  const keep = 1 - crop * random.uniform();
  const [shiftX, shiftY] = [0.5 * (1 - keep) * spread(1), 0.5 * (1 - keep) * spread(1)];
  const angle = (spread(rotate) * Math.PI) / 180;
  const mirror = random.uniform() < 0.5 && flip ? -1 : 1;
  const table = valueTable(gain, stretch);
  if (keep === 1 && angle === 0 && mirror === 1) {
    for (let i = 0; i < pixels.length; i++) out[i] = table[pixels[i]];
    return out;
  }
  // Where an output pixel comes from: scaled and turned about the middle, in pixels; rows are steps of (ax, ay).
  const [ax, ay] = [mirror * keep * Math.cos(angle), mirror * keep * Math.sin(angle)];
  const [bx, by] = [-keep * Math.sin(angle), keep * Math.cos(angle)];
  const [cx, cy] = [(width - 1) / 2, (height - 1) / 2];
  const startX = cx + shiftX * width - ax * cx - bx * cy;
  const startY = cy + shiftY * height - ay * cx - by * cy;
  const [lastX, lastY] = [width - 1, height - 1];
  const line = 3 * width;
  let to = 0;
  for (let row = 0; row < height; row++) {
    let x = startX + row * bx;
    let y = startY + row * by;
    for (let column = 0; column < width; column++, x += ax, y += ay) {
      const sx = x < 0 ? 0 : x > lastX ? lastX : x;
      const sy = y < 0 ? 0 : y > lastY ? lastY : y;
      const [ix, iy] = [sx | 0, sy | 0];
      // 8-bit fractions: whole-number arithmetic is what makes this fast.
      const [fx, fy] = [((sx - ix) * 256) | 0, ((sy - iy) * 256) | 0];
      const a = iy * line + 3 * ix;
      const b = ix < lastX ? a + 3 : a;
      const down = iy < lastY ? line : 0;
      const right = fx * (256 - fy);
      const left = (256 - fx) * (256 - fy);
      const lowRight = fx * fy;
      const lowLeft = (256 - fx) * fy;
      for (let c = 0; c < 3; c++) {
        const value =
          (pixels[a + c] * left +
            pixels[b + c] * right +
            pixels[a + down + c] * lowLeft +
            pixels[b + down + c] * lowRight +
            32768) >>
          16;
        out[to++] = table[value];
      }
    }
  }
  return out;
}

function valueTable(gain: number, stretch: number): Uint8Array {
  const table = new Uint8ClampedArray(256);
  for (let v = 0; v < 256; v++) table[v] = (v * gain - 127.5) * stretch + 127.5;
  return new Uint8Array(table.buffer);
}
