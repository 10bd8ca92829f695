import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { messageOf, shown, UserError } from '../../errors/index.js';
import { parseOptions } from '../../records/index.js';
import { buildFolder, projectPath, sha256, writeJson } from '../../store/index.js';
import { seedNumber, wholeNumber } from '../whole-number.js';
import { complianceRules } from './compliance.js';
import {
  type AdRecord,
  type AdsMetadata,
  filesAreWhole,
  generatorVersion,
  labelsCsv,
  labelsName,
  metadataName,
  readMetadata,
} from './metadata.js';
import { scoreFormula, scoreNoise, scoreWeights } from './score.js';

export interface GenerateAdsOptions {
  /** Number of ads, 1 to 100,000. Default 3,000. */
  readonly count?: number;
  /** A whole number of 32 bits; the same seed gives the same bytes. Default 42. */
  readonly seed?: number;
  /** Side in pixels of a square ad, 128 to 1,080; the others have about as many pixels. Default 320. */
  readonly size?: number;
  /** Called after each ad that was drawn. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** A folder of drawn ads. */
export interface GeneratedAds {
  /** Absolute. */
  readonly folder: string;
  /** False when what was there already was whole. */
  readonly generated: boolean;
  readonly metadata: AdsMetadata;
}

const optionsSchema = z.object({
  count: wholeNumber(1, 100_000).default(3000),
  seed: seedNumber,
  size: wholeNumber(128, 1080).default(320),
});

/**
 * Draws ads into a folder (default `data/synthetic_ads`) unless they are there already: JPEG images in five aspect
 * ratios, labels.csv in the format that labels of one's own have, and dataset_metadata.json with each ad's quality, rules,
 * attributes and SHA-256. Made beside the folder and
 * moved into place whole. What is damaged, incomplete, of other options or of an older generator is made again.
 * @throws {UserError} for an option out of range, or a folder that holds something else or cannot be written
 */
export async function generateAds(
  folder = projectPath('data', 'synthetic_ads'),
  options: GenerateAdsOptions = {},
): Promise<GeneratedAds> {
  const { count, seed, size } = parseOptions('generateAds', optionsSchema, options);
  const { onProgress } = options;
  const target = projectPath(folder);
  try {
    const old = await wholeAds(target, count, seed, size);
    if (old) return { folder: target, generated: false, metadata: old };
    await make(target, { count, seed, size, onProgress });
  } catch (thrown) {
    if (thrown instanceof UserError || (thrown as NodeJS.ErrnoException).code === undefined) throw thrown;
    throw new UserError(
      `the ads cannot be written to ${target}: ${messageOf(thrown)}; free the space or choose another folder`,
      { cause: thrown },
    );
  }
  const metadata = await readMetadata(target);
  if (!metadata)
    throw new UserError(`${path.join(target, metadataName)} was removed meanwhile; generate the ads again`);
  return { folder: target, generated: true, metadata };
}

async function wholeAds(
  folder: string,
  count: number,
  seed: number,
  size: number,
): Promise<AdsMetadata | null> {
  const metadata = await readMetadata(folder);
  if (metadata?.version !== generatorVersion || metadata.images.length !== count) return null;
  if (metadata.count !== count || metadata.seed !== seed || metadata.size !== size) return null;
  return (await filesAreWhole(folder, metadata)) ? metadata : null;
}

type Wanted = Required<Pick<GenerateAdsOptions, 'count' | 'seed' | 'size'>> &
  Pick<GenerateAdsOptions, 'onProgress'>;

async function make(target: string, wanted: Wanted): Promise<void> {
  const there = await entries(target);
  // Only what is surely ours may be replaced: a name of ours, and nothing beside it.
  const other = there.find((name) => ![metadataName, labelsName, 'images'].includes(name));
  if (other !== undefined) {
    throw new UserError(
      `${target} holds ${shown(other)}, which is none of the generated ads; move it or choose another folder`,
    );
  }
  if (there.includes('images') && !there.includes(metadataName)) {
    throw new UserError(
      `${target} holds images but no ${metadataName}, so they were not generated; choose another folder`,
    );
  }
  await buildFolder(target, (folder) => writeAds(folder, wanted), {
    isWhole: async () => (await wholeAds(target, wanted.count, wanted.seed, wanted.size)) !== null,
  });
}

/** Ads in work at a time: drawing and encoding run in the thread pool while the next is composed. */
const atATime = 6;

async function writeAds(folder: string, { count, seed, size, onProgress }: Wanted): Promise<void> {
  const [{ default: pLimit }, { composeAd }, { renderDesign }] = await Promise.all([
    import('p-limit'),
    import('./compose.js'),
    import('../drawing/render.js'),
  ]);
  const digits = Math.max(4, String(count - 1).length);
  await mkdir(path.join(folder, 'images'));
  let done = 0;
  let failed = false;
  const limit = pLimit(atATime);
  const one = async (index: number): Promise<AdRecord | null> => {
    if (failed) return null;
    try {
      const { svg, ...ad } = composeAd(seed, index, size);
      const jpeg = await renderDesign(svg);
      const file = `images/ad-${String(index).padStart(digits, '0')}.jpg`;
      await writeFile(path.join(folder, file), jpeg);
      onProgress?.(++done, count);
      return { file, sha256: sha256(jpeg), ...ad };
    } catch (thrown) {
      failed = true;
      throw thrown;
    }
  };
  const results = await Promise.allSettled(Array.from({ length: count }, (_, i) => limit(one, i)));
  const images = results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
  const metadata: AdsMetadata = {
    generator: 'vitrine synthetic ads',
    version: generatorVersion,
    seed,
    count,
    size,
    score: { formula: scoreFormula, weights: scoreWeights, noise: scoreNoise },
    rules: complianceRules.map(({ id, rule, unit, source, gap }) => ({ id, rule, unit, source, gap })),
    images: images.filter((image) => image !== null),
  };
  await writeFile(path.join(folder, labelsName), labelsCsv(metadata));
  await writeJson(path.join(folder, metadataName), metadata);
}

async function entries(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw thrown;
  }
}
