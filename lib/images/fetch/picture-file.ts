import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { shown } from '../../errors/index.js';
import { temporaryFolder } from '../../store/leases/index.js';
import { ImageError } from '../errors.js';
import { checkImage } from '../header.js';
import { type FetchPicturesOptions, fetchPictures } from './fetch-pictures.js';
import { checkPhotoFile } from './local-picture.js';

/** A picture as one may have it: a path from the working folder, an http(s) address, or the bytes of a file. */
export type Picture = string | URL | Uint8Array;

/**
 * Gives `use` a picture as a file on this machine: addresses are fetched as `fetchPictures` does, private networks
 * refused; bytes lie in a temporary file while it runs. A path may lead anywhere that this process may read: of
 * strangers take addresses and bytes only.
 * @throws {ImageError} that names the picture, where it is not there, no photo, or refused
 */
export async function withPictureFile<T>(
  picture: Picture,
  use: (file: string) => Promise<T>,
  options: FetchPicturesOptions = {},
): Promise<T> {
  if (picture instanceof Uint8Array) return withBytes(picture, use);
  const place = picture instanceof URL ? picture.href : picture;
  if (/^https?:/i.test(place)) return use(await fetched(place, options));
  const file = path.resolve(/^file:/i.test(place) ? fileURLToPath(place) : place);
  await checkPhotoFile(file).catch(refused(shown(place, 200)));
  return use(file);
}

async function withBytes<T>(bytes: Uint8Array, use: (file: string) => Promise<T>): Promise<T> {
  await checkImage(bytes, { wanted: 'photo' }).catch(refused(`of ${bytes.length} bytes`));
  const folder = await temporaryFolder('picture');
  try {
    const file = path.join(folder.path, 'picture');
    await writeFile(file, bytes);
    return await use(file);
  } finally {
    await folder.remove();
  }
}

async function fetched(address: string, options: FetchPicturesOptions): Promise<string> {
  const { paths, refused: reasons } = await fetchPictures([[address]], options);
  const [file] = paths;
  if (file !== null) return file;
  const { source, reason } = reasons[0]!;
  throw new ImageError(`the photo ${shown(source, 200)} cannot be used: ${reason}`);
}

/** For `catch`: names the picture. */
function refused(name: string): (cause: unknown) => never {
  return (cause) => {
    if (!(cause instanceof ImageError)) throw cause;
    throw new ImageError(`the photo ${name} cannot be used: ${cause.message}`, { cause });
  };
}
