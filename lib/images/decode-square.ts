import { readFile } from 'node:fs/promises';

/**
 * A photo as size × size sRGB bytes: turned as EXIF says, alpha over white, stretched to a square, whatever its
 * colour space. Throws for truncated files, non-images and pictures above 50 million pixels.
 */
export async function decodeSquare(path: string, size: number): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  return sharp(await readFile(path), { limitInputPixels: 50e6, failOn: 'error' })
    .autoOrient()
    .resize(size, size, { fit: 'fill' })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer();
}
