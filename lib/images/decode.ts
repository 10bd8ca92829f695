import { readFile } from 'node:fs/promises';
import { decodePixels } from './decode-pixels.js';
import { decodeRgb } from './decode-rgb.js';
import { throwReason } from './errors.js';
import { checkHeader, type ImageHeader } from './header.js';
import { resizeArea } from './resize-area.js';
import type { ImageSize, RgbImage } from './rgb-image.js';

/** The size to decode to, and how. */
export interface DecodeOptions extends ImageSize {
  /**
   * How the image is made smaller: 'smooth' (Lanczos) as photographs are, or 'area', the pixels of `resizeArea`,
   * rounded: for a model that a page will feed with the same. Default 'smooth'.
   */
  readonly resize?: 'smooth' | 'area';
}

/** A decoded image; width and height are the file's, upright. */
export interface DecodedImage extends ImageHeader {
  /** RGB, row by row, of the size that was asked for. */
  readonly pixels: Uint8Array;
}

/**
 * Decodes an image file as 8-bit sRGB, stretched to a size whatever its aspect ratio: upright, transparency on white,
 * grey and CMYK converted, the first frame of an animation.
 * @throws {ImageError} with the reason, for a file that is missing, empty, damaged, no photo format, or over 100 megapixels
 */
export async function decodeImage(
  file: string,
  { height, width, resize = 'smooth' }: DecodeOptions,
): Promise<DecodedImage> {
  try {
    const bytes = await readFile(file);
    const header = await checkHeader(bytes);
    const pixels =
      resize === 'area'
        ? averaged(await decodeRgb(bytes), { height, width })
        : (await decodePixels(bytes, { height, width })).data;
    return { ...header, pixels };
  } catch (cause) {
    return throwReason(cause);
  }
}

function averaged(image: RgbImage, { height, width }: ImageSize): Uint8Array {
  const resized = resizeArea(image, height, width);
  const pixels = new Uint8Array(resized.length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = resized[i] + 0.5;
  return pixels;
}
