import { stat } from 'node:fs/promises';
import { checkHeader } from '../header.js';
import { ImageError, throwReason } from '../image-error.js';
import { locateImage } from '../locate-image.js';

/**
 * The absolute path of a picture that a catalogue names by a path, links resolved.
 * @param folder the catalogue's folder, links resolved; nothing outside it is read. Without one, no path is taken.
 * @throws {ImageError} where it cannot be used.
 */
export async function localPicture(
  folder: string | undefined,
  source: string,
  maxPixels: number,
): Promise<string> {
  if (folder === undefined || /^[a-z][a-z0-9+.-]+:/i.test(source)) {
    throw new ImageError('neither a path nor an http(s) address');
  }
  const path = await locateImage(folder, source, "the catalogue's folder");
  const info = await stat(path).catch(throwReason);
  if (!info.isFile()) throw new ImageError('not a file');
  if (info.size === 0) throw new ImageError('0 bytes');
  await checkHeader(path, { pixels: maxPixels, wanted: 'photo' });
  return path;
}
