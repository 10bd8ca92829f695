import { decoderMessage, ImageError } from './errors.js';
import { openOnWhite } from './open-image.js';
import type { ImageSize, RgbBytes } from './rgb-image.js';

/** The size to decode to, and how. */
export interface PixelOptions extends ImageSize {
  /**
   * How the image is brought to the size: 'fill' stretches it, 'inside' keeps its shape and makes it no larger,
   * 'cover' keeps its shape, fills the size and cuts off what lies outside. Default 'fill'.
   */
  readonly fit?: 'fill' | 'inside' | 'cover';
  /** How pixels are averaged where the image is made smaller. Default 'lanczos3'. */
  readonly kernel?: 'nearest' | 'linear' | 'cubic' | 'lanczos3';
  /** Size of the part to cut from the middle of the resized image. Default all of it. */
  readonly center?: ImageSize;
}

/**
 * Decodes an image file, or the bytes of one, as 8-bit sRGB of a size: upright, transparency on white, whatever its
 * colours; the first frame of an animation.
 * @throws {ImageError} with the decoder's words for what is missing, no image, damaged, or above `maxPixels`
 * @example
 * const { data } = await decodePixels('photo.jpg', { width: 64, height: 64 }); // 64 · 64 · 3 bytes
 */
export async function decodePixels(
  image: string | Uint8Array,
  { width, height, fit = 'fill', kernel = 'lanczos3', center }: PixelOptions,
): Promise<RgbBytes> {
  try {
    const resized = (await openOnWhite(image)).resize(width, height, { fit, kernel });
    if (center) {
      const [left, top] = [(width - center.width) >> 1, (height - center.height) >> 1];
      resized.extract({ left, top, width: center.width, height: center.height });
    }
    const { data, info } = await resized.raw().toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height };
  } catch (cause) {
    throw new ImageError(decoderMessage(cause), { cause });
  }
}
