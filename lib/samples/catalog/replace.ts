import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '../../store/index.js';
import { photoPath } from './listing.js';
import { markerName, readMarker, textFiles } from './marker.js';
import { productId } from './product.js';

/**
 * Puts a freshly made sample over an older one, file by file. The marker is spoilt first and replaced last, so that a
 * crash in between leaves a folder that the next call makes again. Only files that the old marker accounts for go.
 */
export async function replaceFiles(from: string, to: string): Promise<void> {
  const old = await readMarker(to);
  await writeFile(path.join(to, markerName), `${JSON.stringify({ ...old, version: 0 })}\n`);
  const photos = await readdir(path.join(from, 'photos'));
  await makeFolder(path.join(to, 'photos'));
  for (const name of photos) await rename(path.join(from, 'photos', name), path.join(to, 'photos', name));
  const kept = new Set(photos.map((name) => `photos/${name}`));
  for (let i = 0; i < (old?.products ?? 0); i++) {
    const photo = photoPath(productId(old!.seed, i));
    if (!kept.has(photo)) await rm(path.join(to, photo), { force: true });
  }
  for (const name of [...textFiles, markerName]) await rename(path.join(from, name), path.join(to, name));
}
