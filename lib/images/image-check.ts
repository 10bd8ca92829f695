import { messageOf, SetAside } from '../errors/index.js';

const formats = new Set(['jpeg', 'png', 'webp', 'gif', 'heif', 'tiff']);

/** Looks at an image's header: its format, by content and not by name, and its size in pixels. @throws {SetAside} */
export async function checkHeader(image: string | Buffer, maxPixels: number): Promise<void> {
  if (image.length === 0) throw new SetAside('0 bytes');
  const { default: sharp } = await import('sharp');
  const header = await sharp(image, { limitInputPixels: false })
    .metadata()
    .catch((error) => {
      throw new SetAside(reasonOf(error));
    });
  if (!formats.has(header.format)) throw new SetAside(`a ${header.format} file, not a photo`);
  if (header.width * header.height > maxPixels) {
    throw new SetAside(`${header.width}×${header.height} pixels; the limit is ${maxPixels / 1e6} megapixels`);
  }
}

/** `checkHeader`, and decodes the whole image, which shows whether its end is missing. @throws {SetAside} */
export async function checkImage(image: Buffer, maxPixels: number): Promise<void> {
  await checkHeader(image, maxPixels);
  const { default: sharp } = await import('sharp');
  await sharp(image, { limitInputPixels: maxPixels, failOn: 'error' })
    .resize(16, 16, { fit: 'fill' })
    .raw()
    .toBuffer()
    .catch((error) => {
      throw new SetAside(damaged(error));
    });
}

function reasonOf(error: unknown): string {
  const message = messageOf(error);
  if (/unsupported image format/i.test(message)) return 'not an image';
  if (/buffer is empty|file is empty/i.test(message)) return '0 bytes';
  return damaged(error);
}

/** libvips keeps one list of messages for all threads, so where several images fail at once some have none. */
function damaged(error: unknown): string {
  const message = messageOf(error);
  return message === 'Unknown error' ? 'damaged: it cannot be decoded' : `damaged: ${message}`;
}
