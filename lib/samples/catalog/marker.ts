import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { sha256 } from '../../store/index.js';
import { photoPath } from './listing.js';
import { productId } from './product.js';

/** Raised whenever the generator would give other files for the same seed. */
export const generatorVersion = 1;

export const markerName = 'sample.json';
export const textFiles = ['catalog.csv', 'queries.tsv', 'qrels.txt', 'item-qrels.txt'] as const;

/** Languages that the sample catalogue can be made in. */
export const sampleLanguages = ['en', 'de'] as const;

export type SampleLanguage = (typeof sampleLanguages)[number];

const schema = z.object({
  generator: z.literal('vitrine sample catalogue'),
  version: z.number(),
  seed: z.int(),
  /** Language of the texts. Default en. */
  language: z.enum(sampleLanguages).default('en'),
  products: z.int().max(100_000),
  queries: z.int(),
  /** SHA-256 of each text file, by its name. */
  sha256: z.record(z.string(), z.string()),
  /** Bytes of all photos together. */
  photoBytes: z.number(),
});

/** What sample.json says about the files beside it. */
export type Marker = z.input<typeof schema>;

/** Reads sample.json; null where it is missing or damaged. */
export async function readMarker(directory: string): Promise<Marker | null> {
  try {
    return schema.parse(JSON.parse(await readFile(path.join(directory, markerName), 'utf8')));
  } catch {
    return null;
  }
}

/** True when the folder holds this generator's files for seed and count, whole. */
export async function isWhole(
  directory: string,
  { seed, count, language }: { seed: number; count: number; language: SampleLanguage },
): Promise<boolean> {
  const marker = await readMarker(directory);
  if (marker?.version !== generatorVersion || marker.seed !== seed || marker.products !== count) return false;
  if (marker.language !== language) return false;
  try {
    for (const name of textFiles) {
      if (sha256(await readFile(path.join(directory, name))) !== marker.sha256[name]) return false;
    }
    return (await photoBytes(directory, seed, count)) === marker.photoBytes;
  } catch {
    return false;
  }
}

/** The sizes of the catalogue's photos, added up; NaN when one is missing. */
export async function photoBytes(directory: string, seed: number, count: number): Promise<number> {
  const present = new Set(await readdir(path.join(directory, 'photos')));
  const ids = Array.from({ length: count }, (_, i) => productId(seed, i));
  if (!ids.every((id) => present.has(`${id}.jpg`))) return Number.NaN;
  const sizes = await Promise.all(
    ids.map(async (id) => (await stat(path.join(directory, photoPath(id)))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
