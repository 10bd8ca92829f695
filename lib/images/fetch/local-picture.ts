import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { ArgumentError, messageOf } from '../../errors/index.js';
import { leadsOut } from '../../store/index.js';
import { ImageError, throwReason } from '../errors.js';
import { checkHeader } from '../header.js';

/** Folders that pictures are taken from: as they are called, and with links resolved. */
export interface PictureFolders {
  readonly named: readonly string[];
  readonly real: readonly string[];
}

/** @throws {ArgumentError} for what is no folder */
export async function pictureFolders(folders: readonly string[]): Promise<PictureFolders> {
  const named = folders.map((folder) => path.resolve(folder));
  const real = await Promise.all(
    named.map(async (folder) => {
      const found = await realpath(folder).catch((cause) => {
        throw new ArgumentError(`photos are to be taken from ${folder}: ${messageOf(cause)}`, { cause });
      });
      if (!(await stat(found)).isDirectory()) {
        throw new ArgumentError(`photos are to be taken from ${folder}, which is no folder`);
      }
      return found;
    }),
  );
  return { named, real };
}

/**
 * The absolute path of a picture that a catalogue names by a path, links resolved. A path that is not absolute starts
 * at the first of the folders, else at the next that has it.
 * @param folders nothing outside them is read; without any, no path is taken
 * @throws {ImageError} where it cannot be used.
 */
export async function localPicture(
  folders: PictureFolders,
  source: string,
  maxPixels: number,
): Promise<string> {
  if (folders.named.length === 0 || /^[a-z][a-z0-9+.-]+:/i.test(source)) {
    throw new ImageError('neither a path nor an http(s) address');
  }
  const found = await locate(folders, source);
  await checkPhotoFile(found, maxPixels);
  return found;
}

/** Looks at a file's size and header. @throws {ImageError} with the reason, for what is missing or no photo */
export async function checkPhotoFile(file: string, maxPixels?: number): Promise<void> {
  const info = await stat(file).catch(throwReason);
  if (!info.isFile()) throw new ImageError('not a file');
  if (info.size === 0) throw new ImageError('0 bytes');
  await checkHeader(file, { pixels: maxPixels, wanted: 'photo' });
}

async function locate({ named, real }: PictureFolders, source: string): Promise<string> {
  if (path.win32.isAbsolute(source) && !path.isAbsolute(source)) {
    throw new ImageError('an absolute path of another system');
  }
  const all = [...named, ...real];
  let reason: unknown;
  for (const folder of path.isAbsolute(source) ? named.slice(0, 1) : named) {
    const wanted = path.resolve(folder, source);
    try {
      if (all.every((allowed) => leadsOut(allowed, wanted))) throw outside(wanted);
      const found = await realpath(wanted).catch(throwReason);
      if (real.every((allowed) => leadsOut(allowed, found))) throw outside(found);
      return found;
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      reason ??= error;
    }
  }
  throw reason;
}

function outside(file: string): ImageError {
  return new ImageError(
    `lies in ${path.dirname(file)}, outside the folders that photos are taken from (PHOTOS)`,
  );
}
