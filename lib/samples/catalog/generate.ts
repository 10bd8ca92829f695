import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pLimit from 'p-limit';
import { sha256, writeFileAtomic, writeJson } from '../../store/index.js';
import { listInGerman } from './german/listing.js';
import { germanQueries } from './german/queries.js';
import { judgeItems, judgeQueries } from './judgments.js';
import { listProduct, photoPath, toCsv } from './listing.js';
import { generatorVersion, type Marker, markerName, type SampleLanguage, textFiles } from './marker.js';
import { takePhoto } from './photo.js';
import { makeProducts, type SampleProduct } from './product.js';
import { makeQueries } from './queries.js';

export interface GenerateOptions {
  readonly seed: number;
  readonly count: number;
  readonly language: SampleLanguage;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Photos in work at a time: drawing and encoding run in the thread pool. */
const atATime = 4;

/** Writes a whole sample catalogue into an empty folder; the marker comes last. */
export async function generate(
  directory: string,
  { seed, count, language, onProgress }: GenerateOptions,
): Promise<void> {
  const products = makeProducts(seed, count);
  const [list, ask] =
    language === 'de' ? ([listInGerman, germanQueries] as const) : ([listProduct, makeQueries] as const);
  const queries = ask(products, seed);
  const texts: Record<(typeof textFiles)[number], string> = {
    'catalog.csv': toCsv(products.map((product) => list(product, seed))),
    'queries.tsv': queries.map(({ id, text }) => `${id}\t${text}\n`).join(''),
    'qrels.txt': judgeQueries(queries, products, seed),
    'item-qrels.txt': judgeItems(products, seed),
  };
  await mkdir(path.join(directory, 'photos'));
  const sizes = await takePhotos(directory, products, seed, onProgress);
  const marker: Marker = {
    generator: 'vitrine sample catalogue',
    version: generatorVersion,
    seed,
    ...(language === 'en' ? {} : { language }),
    products: count,
    queries: queries.length,
    sha256: Object.fromEntries(textFiles.map((name) => [name, sha256(texts[name])])),
    photoBytes: sizes.reduce((sum, size) => sum + size, 0),
  };
  for (const name of textFiles) await writeFileAtomic(path.join(directory, name), texts[name]);
  await writeJson(path.join(directory, markerName), marker);
}

/** Draws and writes every photo; the sizes in bytes. On a failure, waits for those in work before it throws. */
async function takePhotos(
  directory: string,
  products: readonly SampleProduct[],
  seed: number,
  onProgress: GenerateOptions['onProgress'],
): Promise<number[]> {
  const limit = pLimit(atATime);
  let done = 0;
  let failed = false;
  const take = async (product: SampleProduct) => {
    if (failed) return 0;
    try {
      const photo = await takePhoto(product, seed);
      await writeFile(path.join(directory, photoPath(product.id)), photo);
      onProgress?.(++done, products.length);
      return photo.length;
    } catch (thrown) {
      failed = true;
      throw thrown;
    }
  };
  const results = await Promise.allSettled(products.map((product) => limit(take, product)));
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}
