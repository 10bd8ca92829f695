import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep, win32 } from 'node:path';
import { SetAside } from '../../errors/index.js';
import { checkHeader } from '../header.js';
import { imageReason } from '../image-error.js';

/**
 * The absolute path of a picture that a catalogue names by a path, links resolved.
 * @param folder the catalogue's folder, links resolved; nothing outside it is read. Without one, no path is taken.
 * @throws {SetAside} where it cannot be used.
 */
export async function localPicture(
  folder: string | undefined,
  source: string,
  maxPixels: number,
): Promise<string> {
  if (folder === undefined || /^[a-z][a-z0-9+.-]+:/i.test(source)) {
    throw new SetAside('neither a path nor an http(s) address');
  }
  if (isAbsolute(source) || win32.isAbsolute(source)) {
    throw new SetAside("an absolute path; write it relative to the catalogue's folder");
  }
  requireInside(folder, resolve(folder, source));
  try {
    const path = await realpath(resolve(folder, source));
    requireInside(folder, path);
    const info = await stat(path);
    if (!info.isFile()) throw new SetAside('not a file');
    if (info.size === 0) throw new SetAside('0 bytes');
    await checkHeader(path, { pixels: maxPixels, wanted: 'photo' });
    return path;
  } catch (error) {
    if (error instanceof SetAside) throw error;
    throw new SetAside(imageReason(error));
  }
}

function requireInside(folder: string, path: string): void {
  const way = relative(folder, path);
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
    throw new SetAside("leads out of the catalogue's folder");
  }
}
