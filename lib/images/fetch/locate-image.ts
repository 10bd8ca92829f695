import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { leadsOut } from '../../store/index.js';
import { ImageError, throwReason } from '../errors.js';

/**
 * The absolute path of an image that a table names by a path, links resolved.
 * @param folder links resolved; nothing outside it is read
 * @param called the folder in an error: "the catalogue's folder"
 * @throws {ImageError} with the reason, for what is not there, is named by an absolute path, or leads out of the folder
 */
export async function locateImage(folder: string, file: string, called: string): Promise<string> {
  if (path.isAbsolute(file) || path.win32.isAbsolute(file)) {
    throw new ImageError(`an absolute path; write it relative to ${called}`);
  }
  const named = path.resolve(folder, file);
  const found = leadsOut(folder, named) ? named : await realpath(named).catch(throwReason);
  if (leadsOut(folder, found)) throw new ImageError(`leads out of ${called}`);
  return found;
}
