import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../../errors/index.js';
import { parseOptions } from '../../records/index.js';
import { buildFolder, projectPath } from '../../store/index.js';
import { seedNumber, wholeNumber } from '../whole-number.js';
import type { Ceiling } from './ceiling.js';
import { metadataName, postsName, readMetadata, wholeMetadata } from './metadata.js';

export interface DrawCreativesOptions {
  /** Creatives, 40 to 100,000. Default 2,000. */
  readonly count?: number;
  /** A whole number of 32 bits; the same seed gives the same files. Default 42. */
  readonly seed?: number;
  /** Folder that they are drawn into. Default `data/synthetic_creatives/<count>-<seed>`. */
  readonly folder?: string;
  /** Called after each picture while the set is being made. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Drawn creatives with invented engagement, of which it is known what can be learnt. */
export interface DrawnCreatives {
  readonly folder: string;
  /** posts.jsonl. */
  readonly postsPath: string;
  /** attributes.json: what each creative was drawn with, and its expected ln(rate), by id. */
  readonly attributesPath: string;
  /** What the noise allows on accounts that were not learnt from. */
  readonly ceiling: Ceiling;
  /** False where the set was there already. */
  readonly generated: boolean;
}

const optionsSchema = z.object({ count: wholeNumber(40, 100_000).default(2000), seed: seedNumber });

/**
 * Makes a set of creatives unless it is there already: drawn pictures of about 540 × 540 pixels with known attributes
 * (contrast, saturation, text, focus …), posted by 60 to 100 accounts on four platforms, with an engagement that
 * follows `expectedLogRate` of what can be seen and of hour, weekday and audience, plus what no model can know: an
 * effect of each account, and chance. Larger accounts have better designs and lower rates, which confounds the two.
 * Built beside the folder and moved into place whole; 2,000 take half a minute or so.
 * @throws {UserError} where the folder holds something else
 */
export async function drawCreatives(options: DrawCreativesOptions = {}): Promise<DrawnCreatives> {
  const { count, seed } = parseOptions('drawCreatives', optionsSchema, options);
  const { onProgress } = options;
  const folder = projectPath(options.folder ?? path.join('data', 'synthetic_creatives', `${count}-${seed}`));
  let metadata = await wholeMetadata(folder, seed, count);
  const generated = metadata === null;
  if (generated) {
    await make(folder, { count, seed, onProgress });
    metadata = await wholeMetadata(folder, seed, count);
  }
  if (!metadata) throw new UserError(`${folder} changed while it was made; run again`);
  return {
    folder,
    postsPath: path.join(folder, postsName),
    attributesPath: path.join(folder, 'attributes.json'),
    ceiling: metadata.ceiling,
    generated,
  };
}

async function make(
  folder: string,
  options: { count: number; seed: number; onProgress?: DrawCreativesOptions['onProgress'] },
): Promise<void> {
  const there = await readdir(folder).catch(() => []);
  if (there.length > 0 && !(await readMetadata(folder))) {
    throw new UserError(
      `${folder} is not empty and holds no ${metadataName} of synthetic creatives; move its files or choose another folder`,
    );
  }
  const { generate } = await import('./generate.js');
  await buildFolder(folder, (building) => generate(building, options), {
    isWhole: async () => (await wholeMetadata(folder, options.seed, options.count)) !== null,
  });
}
