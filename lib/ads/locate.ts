import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep, win32 } from 'node:path';
import { ImageError, imageReason } from '../images/index.js';

/**
 * The absolute path of an image that labels name, links resolved.
 * @param folder links resolved; nothing outside it is read
 * @throws {ImageError}
 */
export async function locateImage(folder: string, file: string): Promise<string> {
  if (isAbsolute(file) || win32.isAbsolute(file)) {
    throw new ImageError('an absolute path; write it relative to the folder of images');
  }
  requireInside(folder, resolve(folder, file));
  const path = await realpath(resolve(folder, file)).catch((cause) => {
    throw new ImageError(imageReason(cause), { cause });
  });
  requireInside(folder, path);
  return path;
}

function requireInside(folder: string, path: string): void {
  const way = relative(folder, path);
  if (way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
    throw new ImageError('leads out of the folder of images');
  }
}
