import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../errors/index.js';
import { metadataName, parseMetadata } from '../../samples/ads/index.js';
import { readJson } from '../../store/index.js';
import { findAdModel } from './registry.js';
import { type AdScore, openAdScorer } from './scorer.js';

/** An image and what came of it. */
export interface ScoredAd extends Partial<AdScore> {
  readonly file: string;
  /** The rules that it was drawn to break, where a dataset_metadata.json above the image lists it; else undefined. */
  readonly drawnToBreak?: readonly string[];
  /** Why the image could not be scored. */
  readonly failed?: string;
}

export interface ScoreAdsOptions {
  /** 'champion', 'candidate' or a version of the registry, or the folder of a model. Default 'champion'. */
  readonly model?: string;
}

const extensions = new Set(['.jpg', '.jpeg', '.png', '.webp', '.gif', '.tif', '.tiff', '.avif']);
const batchSize = 64;

/**
 * Scores image files and folders of them, in batches: the score, the probability that the ad complies, pass or fail, and where
 * the model was taught rules how likely each is broken. An image that cannot be read has `failed`, and the others go on.
 * @throws {UserError} for a path that is not there, a folder without images, no model, or an unknown version
 * @example for await (const { file, score, pass } of scoreAds(['ads/'])) console.log(file, score, pass);
 */
export async function* scoreAds(
  paths: readonly string[],
  { model }: ScoreAdsOptions = {},
): AsyncGenerator<ScoredAd, void, undefined> {
  const files = (await Promise.all(paths.map(imagesOf))).flat();
  const scorer = await openAdScorer((await findAdModel(model)).folder);
  const known = new Map<string, Promise<Map<string, readonly string[]>>>();
  try {
    for (let start = 0; start < files.length; start += batchSize) {
      const some = files.slice(start, start + batchSize);
      const scored = await scorer.score(some).then(
        (scores) => scores.map((score): Partial<ScoredAd> => score),
        () => Promise.all(some.map((file) => oneByOne(file, scorer.score))),
      );
      for (const [i, file] of some.entries()) {
        yield { file, ...scored[i], ...(await brokenRules(file, known)) };
      }
    }
  } finally {
    await scorer.close();
  }
}

async function oneByOne(
  file: string,
  score: (files: readonly string[]) => Promise<AdScore[]>,
): Promise<Partial<ScoredAd>> {
  try {
    return (await score([file]))[0];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { failed: error.message };
  }
}

async function imagesOf(given: string): Promise<string[]> {
  const info = await stat(given).catch(() => null);
  if (!info) throw new UserError(`${given} does not exist; give images or folders of them`);
  if (info.isFile()) return [path.resolve(given)];
  const entries = await readdir(given, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && extensions.has(path.extname(entry.name).toLowerCase()))
    .map((entry) => path.resolve(entry.parentPath, entry.name))
    .sort();
  if (files.length === 0) throw new UserError(`${given} holds no images (${[...extensions].join(', ')})`);
  return files;
}

/** What the metadata of a generated dataset, in the image's folder or the one above, records of it. */
async function brokenRules(
  file: string,
  known: Map<string, Promise<Map<string, readonly string[]>>>,
): Promise<Pick<ScoredAd, 'drawnToBreak'>> {
  for (const folder of [path.dirname(file), path.dirname(path.dirname(file))]) {
    if (!known.has(folder)) known.set(folder, recorded(folder));
    const broken = (await known.get(folder))?.get(path.basename(file));
    if (broken) return { drawnToBreak: broken };
  }
  return {};
}

async function recorded(folder: string): Promise<Map<string, readonly string[]>> {
  const file = path.join(folder, metadataName);
  if (!(await stat(file).catch(() => null))?.isFile()) return new Map();
  const { images } = await readJson(file, parseMetadata);
  return new Map(
    images.map(({ file, rules }) => [path.basename(file), rules.filter(({ ok }) => !ok).map(({ id }) => id)]),
  );
}
