import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { NamedPhoto } from './photo.js';

const pictures = /\.(jpe?g|png|webp|gif|tiff?|avif)$/i;

/** The pictures of a folder with a folder for each SKU, sorted. */
export async function* ofFolder(folder: string): AsyncGenerator<NamedPhoto> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const sku of entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort()) {
    for (const name of (await readdir(path.join(folder, sku))).sort()) {
      if (pictures.test(name)) yield { sku, file: path.join(sku, name) };
    }
  }
}
