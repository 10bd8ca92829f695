import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { messageOf, UserError } from '../../errors/index.js';
import { parseOptions } from '../../records/index.js';
import { buildFolder } from '../../store/index.js';
import { seedNumber, wholeNumber } from '../whole-number.js';
import type { GenerateOptions } from './generate.js';
import { isWhole, markerName, type SampleLanguage, sampleLanguages } from './marker.js';
import { replaceFiles } from './replace.js';

export interface SampleOptions {
  /** A whole number; the same seed gives the same bytes. Default 42. */
  seed?: number;
  /** Number of products, 1 to 100,000. Default 1,000. */
  count?: number;
  /** Language of the listings and queries; their photos are the same. Default 'en'. */
  language?: SampleLanguage;
  /** Called after each photo while the catalogue is being made. */
  onProgress?: (done: number, total: number) => void;
}

/** Where the parts of a sample catalogue are: absolute paths. */
export interface SampleCatalog {
  readonly directory: string;
  /** catalog.csv: the products. */
  readonly catalogPath: string;
  /** queries.tsv: query id, tab, text. */
  readonly queriesPath: string;
  /** qrels.txt: judgments of the queries, grades 0 to 3, in TREC format. */
  readonly qrelsPath: string;
  /** item-qrels.txt: judgments of substitutes for products, with product ids as queries. */
  readonly itemQrelsPath: string;
  /** False when what was there already was whole. */
  readonly generated: boolean;
}

const optionsSchema = z.object({
  seed: seedNumber,
  count: wholeNumber(1, 100_000).default(1000),
  language: z.enum(sampleLanguages).default('en'),
});

/**
 * Makes the sample catalogue in `directory` unless it is there already: furniture and home products with drawn photos
 * (256 × 256 JPEG), 60 queries (in German up to 24) and their graded judgments, all decided by the seed. Built beside the folder and moved
 * into place whole. A sample that is damaged, incomplete, of another seed or count, or from an older generator is made
 * again; files that are not the sample's own stay.
 *
 * @throws {UserError} when the folder holds something that is not a sample, or cannot be written
 */
export async function ensureSample(directory: string, options: SampleOptions = {}): Promise<SampleCatalog> {
  const { onProgress } = options;
  const wanted = parseOptions('ensureSample', optionsSchema, options);
  const target = path.resolve(directory);
  try {
    const generated = !(await isWhole(target, wanted));
    if (generated) await make(target, { ...wanted, onProgress });
    return {
      directory: target,
      catalogPath: path.join(target, 'catalog.csv'),
      queriesPath: path.join(target, 'queries.tsv'),
      qrelsPath: path.join(target, 'qrels.txt'),
      itemQrelsPath: path.join(target, 'item-qrels.txt'),
      generated,
    };
  } catch (thrown) {
    if (thrown instanceof UserError || (thrown as NodeJS.ErrnoException).code === undefined) throw thrown;
    throw new UserError(
      `the sample catalogue cannot be written to ${target}: ${messageOf(thrown)}; free the space or choose another folder`,
      { cause: thrown },
    );
  }
}

async function make(target: string, options: GenerateOptions): Promise<void> {
  const there = await entries(target);
  if (there.length > 0 && !there.includes(markerName)) {
    throw new UserError(
      `${target} is not empty and holds no ${markerName}, so it is not a sample catalogue; move its files or choose another folder`,
    );
  }
  const { generate } = await import('./generate.js');
  await buildFolder(target, (folder) => generate(folder, options), {
    isWhole: () => isWhole(target, options),
    replace: (building) => replaceFiles(building, target),
  });
}

async function entries(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw thrown;
  }
}
