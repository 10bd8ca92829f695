import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { sha256 } from '../../store/index.js';

export const generatorName = 'vitrine synthetic creatives';
/** Raised whenever the generator would give other files for the same seed. */
export const generatorVersion = 3;
/** The file beside drawn creatives that tells how they were drawn. */
export const metadataName = 'metadata.json';
export const postsName = 'posts.jsonl';

const schema = z.object({
  generator: z.literal(generatorName),
  version: z.number(),
  seed: z.int(),
  count: z.int(),
  accounts: z.int(),
  ceiling: z.object({ r2: z.number(), rmse: z.number() }),
  effects: z.record(z.string(), z.record(z.string(), z.number())),
  accountDeviation: z.number(),
  postDeviation: z.number(),
  postsSha256: z.string(),
  /** Bytes of all images together. */
  imageBytes: z.number(),
});

/** What metadata.json says about the files beside it. */
export type Metadata = z.infer<typeof schema>;

/** Null where there is no metadata.json of this generator. */
export async function readMetadata(folder: string): Promise<Metadata | null> {
  try {
    return schema.parse(JSON.parse(await readFile(path.join(folder, metadataName), 'utf8')));
  } catch {
    return null;
  }
}

/** The metadata where the folder holds this generator's files for seed and count, whole; else null. */
export async function wholeMetadata(folder: string, seed: number, count: number): Promise<Metadata | null> {
  const metadata = await readMetadata(folder);
  if (metadata?.version !== generatorVersion || metadata.seed !== seed || metadata.count !== count)
    return null;
  try {
    if (sha256(await readFile(path.join(folder, postsName))) !== metadata.postsSha256) return null;
    const images = path.join(folder, 'images');
    const sizes = await Promise.all(
      (await readdir(images)).map(async (name) => (await stat(path.join(images, name))).size),
    );
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    return sizes.length === count && bytes === metadata.imageBytes ? metadata : null;
  } catch {
    return null;
  }
}
