import { messageOf, UserError } from '../errors/index.js';
import type { RgbImage } from './rgb-image.js';

/** A file that is no picture, or not a whole one. */
export class PictureError extends UserError {}

/**
 * Decodes a picture to 8-bit RGB as a browser shows it: turned as its EXIF says, transparent parts on white, grey, CMYK
 * and 16 bits as sRGB. JPEG, PNG, WebP, GIF (first frame), AVIF, TIFF and SVG.
 * @param source a path, or the bytes of a file
 * @throws {PictureError} with the path, for what is no picture, cut short, or above 268 million pixels
 */
export async function decodeRgb(source: string | Uint8Array): Promise<RgbImage> {
  const { default: sharp } = await import('sharp');
  const { data, info } = await sharp(source, { failOn: 'truncated' })
    .autoOrient()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((cause) => {
      const name = typeof source === 'string' ? source : 'the picture';
      throw new PictureError(`${name} cannot be read as a picture: ${messageOf(cause)}`, { cause });
    });
  const { height, width, channels } = info;
  if (channels === 3) return { height, width, data };
  const rgb = new Uint8Array(height * width * 3);
  const colors = channels < 3 ? 1 : 3;
  for (let pixel = 0; pixel < height * width; pixel++) {
    const from = pixel * channels;
    const alpha = channels === colors ? 255 : data[from + colors];
    for (let c = 0; c < 3; c++) {
      const value = data[from + (colors === 1 ? 0 : c)];
      // Rounded as a canvas does it, where sharp's own flatten cuts off.
      rgb[pixel * 3 + c] = Math.round((value * alpha) / 255) + 255 - alpha;
    }
  }
  return { height, width, data: rgb };
}
