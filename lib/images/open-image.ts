import { readFile } from 'node:fs/promises';
import type { Sharp, SharpOptions } from 'sharp';

/** Pixels of the largest image that is decoded: 300 MB as RGB. What a header promises takes memory before any of it is there. */
export const maxPixels = 100_000_000;

/** An image file, or the bytes of one, upright and in sRGB; what was damaged shows when it is read. */
export async function openImage(
  image: string | Uint8Array,
  failOn: SharpOptions['failOn'] = 'error',
): Promise<Sharp> {
  const { default: sharp } = await import('sharp');
  // Read by Node: libvips would keep the file open and cached.
  const bytes = typeof image === 'string' ? await readFile(image) : image;
  return sharp(bytes, { failOn, limitInputPixels: maxPixels }).autoOrient().toColourspace('srgb');
}

/** `openImage`, transparency on white. */
export async function openOnWhite(image: string | Uint8Array): Promise<Sharp> {
  return (await openImage(image)).flatten({ background: '#ffffff' });
}
