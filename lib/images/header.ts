import type { Metadata } from 'sharp';
import { decodePixels } from './decode-pixels.js';
import { decoderMessage, ImageError, throwReason } from './errors.js';
import { maxPixels } from './open-image.js';
import type { ImageSize } from './rgb-image.js';

/** What an image's header says, upright. */
export interface ImageHeader extends ImageSize {
  /** 'transparency put on white', 'grey to RGB', 'CMYK to RGB', 'turned as its EXIF says': what decoding does to it. */
  readonly changes: readonly string[];
}

/** What an image may be. */
export interface HeaderLimits {
  /** Pixels at most. Default 100 million. */
  readonly pixels?: number;
  /** What it should have been, for the error of another format. Default 'photo format'. */
  readonly wanted?: string;
}

const formats = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif']);

/**
 * The size of an image, upright, as its header says.
 * @throws {ImageError} with the decoder's words for what is no image
 */
export async function imageSize(image: string | Uint8Array): Promise<ImageSize> {
  return (await metadataOf(image)).autoOrient;
}

/**
 * Looks at an image's header: its format, by content and not by name, and its size in pixels.
 * @throws {ImageError} with the reason, for what is no photo or has too many pixels
 */
export async function checkHeader(
  image: string | Uint8Array,
  { pixels = maxPixels, wanted = 'photo format' }: HeaderLimits = {},
): Promise<ImageHeader> {
  if (image.length === 0) throw new ImageError('0 bytes');
  const header = await metadataOf(image).catch(throwReason);
  if (!formats.has(header.format)) throw new ImageError(`a ${header.format} file, not a ${wanted}`);
  if (header.width * header.height > pixels) {
    throw new ImageError(`${header.width}×${header.height} pixels; the limit is ${pixels / 1e6} megapixels`);
  }
  const changes = [
    header.hasAlpha && 'transparency put on white',
    header.space === 'b-w' && 'grey to RGB',
    header.space === 'cmyk' && 'CMYK to RGB',
    (header.orientation ?? 1) > 1 && 'turned as its EXIF says',
  ].filter((change) => change !== false);
  return { ...header.autoOrient, changes };
}

/**
 * `checkHeader`, and decodes the whole image, which shows whether its end is missing.
 * @throws {ImageError} with the reason
 */
export async function checkImage(image: Uint8Array, limits?: HeaderLimits): Promise<void> {
  await checkHeader(image, limits);
  await decodePixels(image, { width: 16, height: 16 }).catch(throwReason);
}

async function metadataOf(image: string | Uint8Array): Promise<Metadata> {
  const { default: sharp } = await import('sharp');
  return sharp(image, { limitInputPixels: false })
    .metadata()
    .catch((cause) => {
      throw new ImageError(decoderMessage(cause), { cause });
    });
}
