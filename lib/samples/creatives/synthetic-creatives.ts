import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { CreativeDataError, readSocialPosts, type SocialPost } from '../../creative/index.js';
import { ArgumentError, shown } from '../../errors/index.js';
import { makeFolder, projectPath } from '../../store/index.js';
import type { Ceiling } from './ceiling.js';
import { metadataName, postsName, readMetadata, wholeMetadata } from './metadata.js';

export interface SyntheticOptions {
  /** Creatives, 40 to 100,000; default 2,000. */
  readonly count?: number;
  /** A whole number of 32 bits; the same seed gives the same files. Default 42. */
  readonly seed?: number;
  /** Default `data/synthetic_creatives/<count>-<seed>`. */
  readonly folder?: string;
  /** Called after each picture while the set is being made. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Drawn creatives with invented engagement, of which it is known what can be learnt. */
export interface SyntheticCreatives {
  readonly folder: string;
  /** posts.jsonl. */
  readonly postsPath: string;
  /** attributes.json: what each creative was drawn with, and its expected ln(rate), by id. */
  readonly attributesPath: string;
  readonly posts: readonly SocialPost[];
  /** What the noise allows on accounts that were not learnt from. */
  readonly ceiling: Ceiling;
  /** False where the set was there already. */
  readonly generated: boolean;
}

const optionsSchema = z.object({
  count: z.int().min(40).max(100_000),
  seed: z
    .int()
    .min(-(2 ** 31))
    .max(2 ** 31 - 1),
});

/**
 * Makes a set of creatives unless it is there already: drawn pictures of about 540 × 540 pixels with known attributes
 * (contrast, saturation, text, focus …), posted by 60 to 100 accounts on four platforms, with an engagement that
 * follows `expectedLogRate` of what can be seen and of hour, weekday and audience, plus what no model can know: an
 * effect of each account, and chance. Larger accounts have better designs and lower rates, which confounds the two.
 * Built beside the folder and moved into place whole; 2,000 take half a minute or so.
 * @throws {CreativeDataError} where the folder holds something else
 */
export async function syntheticCreatives(options: SyntheticOptions = {}): Promise<SyntheticCreatives> {
  const { count = 2000, seed = 42, onProgress } = options;
  const parsed = optionsSchema.safeParse({ count, seed });
  if (!parsed.success) {
    const name = String(parsed.error.issues[0].path[0]);
    throw new ArgumentError(
      `syntheticCreatives: ${name} is ${shown(name === 'seed' ? seed : count)}; give a whole number${name === 'count' ? ' from 40 to 100,000' : ' of 32 bits'}`,
    );
  }
  const folder = projectPath(options.folder ?? join('data', 'synthetic_creatives', `${count}-${seed}`));
  let metadata = await wholeMetadata(folder, seed, count);
  const generated = metadata === null;
  if (generated) {
    await make(folder, { count, seed, onProgress });
    metadata = await wholeMetadata(folder, seed, count);
  }
  if (!metadata) throw new CreativeDataError(`${folder} changed while it was made; run again`);
  const postsPath = join(folder, postsName);
  const { records } = await readSocialPosts(postsPath);
  return {
    folder,
    postsPath,
    attributesPath: join(folder, 'attributes.json'),
    posts: records,
    ceiling: metadata.ceiling,
    generated,
  };
}

const abandonedMs = 3_600_000;

async function make(
  folder: string,
  options: { count: number; seed: number; onProgress?: SyntheticOptions['onProgress'] },
): Promise<void> {
  const there = await readdir(folder).catch(() => []);
  const old = there.length > 0;
  if (old && !(await readMetadata(folder))) {
    throw new CreativeDataError(
      `${folder} is not empty and holds no ${metadataName} of synthetic creatives; move its files or choose another folder`,
    );
  }
  const parent = dirname(folder);
  await makeFolder(parent);
  const prefix = `.${basename(folder)}-building-`;
  await removeAbandoned(parent, prefix);
  const building = join(parent, `${prefix}${randomUUID()}`);
  try {
    const { generate } = await import('./generate.js');
    await generate(building, options);
    const away = join(parent, `${prefix}${randomUUID()}`);
    if (old) await rename(folder, away);
    else await rm(folder, { recursive: true, force: true });
    await rename(building, folder).catch(async (error) => {
      // Another process may have put the same set there meanwhile.
      if (!(await wholeMetadata(folder, options.seed, options.count))) throw error;
    });
    await rm(away, { recursive: true, force: true });
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

/** What killed processes left; a folder that changed in the last hour may still be in work. */
async function removeAbandoned(parent: string, prefix: string): Promise<void> {
  for (const name of (await readdir(parent)).filter((entry) => entry.startsWith(prefix))) {
    const path = join(parent, name);
    const changed = await stat(path).catch(() => null);
    if (changed && Date.now() - changed.mtimeMs > abandonedMs)
      await rm(path, { recursive: true, force: true });
  }
}
