import { readFile } from 'node:fs/promises';
import { messageOf, UserError } from '../errors/index.js';
import { greyAsRgb } from './color/index.js';
import { decodeRgb } from './decode-rgb.js';
import { resizeBilinear } from './resize-bilinear.js';
import type { RgbImage } from './rgb-image.js';

/** An image that cannot be used; the message is the reason, without the file's name. */
export class ImageError extends UserError {}

/** Pixels. */
export interface ImageSize {
  readonly height: number;
  readonly width: number;
}

/** The size to decode to, and how. */
export interface DecodeOptions extends ImageSize {
  /**
   * 'smooth' (default, Lanczos) averages what lies between, as photographs are made smaller; 'bilinear' gives the
   * pixels of `resizeBilinear`, rounded: for a model that a page will feed with `tf.image.resizeBilinear`.
   */
  readonly resize?: 'smooth' | 'bilinear';
}

/** A decoded image, and what had to be done to it. */
export interface DecodedImage {
  /** RGB, row by row: height × width × 3. */
  readonly pixels: Uint8Array;
  /** Of the file, upright. */
  readonly width: number;
  readonly height: number;
  /** 'transparency put on white', 'grey to RGB', 'CMYK to RGB', 'turned as its EXIF says'. */
  readonly changes: readonly string[];
}

const formats = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif']);
const maxPixels = 100_000_000;

/**
 * Decodes an image file as 8-bit sRGB, stretched to a size whatever its aspect ratio: upright, transparency on white,
 * grey and CMYK converted, the first frame of an animation.
 * @throws {ImageError} for a file that is missing, empty, damaged, no photo format, or over 100 megapixels
 */
export async function decodeImage(
  file: string,
  { height, width, resize = 'smooth' }: DecodeOptions,
): Promise<DecodedImage> {
  const { default: sharp } = await import('sharp');
  // Read by Node: libvips would keep the file open and cached.
  const bytes = await readFile(file).catch((cause) => {
    throw new ImageError(cause.code === 'ENOENT' ? 'no such file' : messageOf(cause), { cause });
  });
  if (bytes.length === 0) throw new ImageError('0 bytes');
  try {
    const header = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (!formats.has(header.format)) throw new ImageError(`a ${header.format} file, not a photo format`);
    if (header.width * header.height > maxPixels) {
      throw new ImageError(`${header.width}×${header.height} pixels; the limit is 100 megapixels`);
    }
    const pixels =
      resize === 'bilinear'
        ? bilinear(await decodeRgb(bytes), { height, width })
        : await smooth(bytes, { height, width });
    const turned = (header.orientation ?? 1) > 4;
    const changes = [
      header.hasAlpha && 'transparency put on white',
      header.space === 'b-w' && 'grey to RGB',
      header.space === 'cmyk' && 'CMYK to RGB',
      (header.orientation ?? 1) > 1 && 'turned as its EXIF says',
    ].filter((change) => change !== false);
    return {
      pixels,
      width: turned ? header.height : header.width,
      height: turned ? header.width : header.height,
      changes,
    };
  } catch (cause) {
    if (cause instanceof ImageError) throw cause;
    const message = messageOf(cause);
    const known = /unsupported image format/i.test(message);
    throw new ImageError(known ? 'not an image' : `damaged: ${message}`, { cause });
  }
}

function bilinear(image: RgbImage, { height, width }: ImageSize): Uint8Array {
  const resized = resizeBilinear(image, height, width);
  const pixels = new Uint8Array(resized.length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = resized[i] + 0.5;
  return pixels;
}

async function smooth(bytes: Uint8Array, { height, width }: ImageSize): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const { data, info } = await sharp(bytes, { failOn: 'error', limitInputPixels: maxPixels })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize(width, height, { fit: 'fill' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return info.channels === 3 ? data : greyAsRgb(data, info.channels);
}
