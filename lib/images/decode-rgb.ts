import { decoderMessage, ImageError } from './errors.js';
import { openImage } from './open-image.js';
import type { RgbBytes } from './rgb-image.js';

/**
 * Decodes a picture to 8-bit RGB as a browser shows it: turned as its EXIF says, transparent parts on white, grey, CMYK
 * and 16 bits as sRGB. JPEG, PNG, WebP, GIF (first frame), AVIF, TIFF and SVG.
 * @param source a path, or the bytes of a file
 * @throws {ImageError} with the path, for what is no picture, cut short, or above `maxPixels`
 */
export async function decodeRgb(source: string | Uint8Array): Promise<RgbBytes> {
  const { data, info } = await openImage(source, 'truncated')
    .then((picture) => picture.raw().toBuffer({ resolveWithObject: true }))
    .catch((cause) => {
      const name = typeof source === 'string' ? source : 'the picture';
      throw new ImageError(`${name} cannot be read as a picture: ${decoderMessage(cause)}`, { cause });
    });
  const { height, width, channels } = info;
  if (channels === 3) return { height, width, data };
  const rgb = new Uint8Array(height * width * 3);
  for (let pixel = 0; pixel < height * width; pixel++) {
    const from = pixel * 4;
    const alpha = data[from + 3];
    for (let c = 0; c < 3; c++) {
      // Rounded as a canvas does it, where sharp's own flatten cuts off.
      rgb[pixel * 3 + c] = Math.round((data[from + c] * alpha) / 255) + 255 - alpha;
    }
  }
  return { height, width, data: rgb };
}
