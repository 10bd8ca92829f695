import path from 'node:path';
import { z } from 'zod';
import type { ImageEncoder, TextEncoder } from '../encode/index.js';
import { ArgumentError, shown } from '../errors/index.js';
import { type Scaler, scalerFromJson } from '../hybrid/index.js';
import { loadIndex } from '../search/index.js';
import { projectPath, readJson, readNpy, StoreError } from '../store/index.js';
import { dot, matrix, row } from '../vectors/index.js';
import { catalogOf } from './current/catalog-of.js';
import { currentRun } from './current/current-run.js';
import { finishedRun } from './finished-run.js';
import { onceLoaded } from './once-loaded.js';
import { photoOptions } from './parameters.js';
import { photoEncoder } from './photo-encoder.js';
import { Recommender } from './recommender.js';
import type { EncoderRecord, RunConfig } from './run-config.js';
import { configSchema, files, furtherNames, productsSchema } from './saved-run.js';
import { scaled } from './spaces.js';

/** A recommender from a finished run, with what the run recorded about itself. */
export class SavedRecommender extends Recommender {
  readonly #closeEncoders: () => Promise<void>;

  constructor(
    parts: ConstructorParameters<typeof Recommender>[0],
    readonly folder: string,
    readonly config: RunConfig,
    /** For people: which run of which catalogue this is. */
    readonly from: string,
    closeEncoders: () => Promise<void>,
  ) {
    super(parts);
    this.#closeEncoders = closeEncoders;
  }

  /** Frees the indexes, and the encoders where they were loaded. */
  override async close(): Promise<void> {
    await super.close();
    await this.#closeEncoders();
  }
}

/**
 * Opens the run in use of a catalogue, or any finished run by its id or folder ('latest' is the newest of all). Without a
 * name the catalogue is the one of one's own with the newest run, the sample only where there is none; `from` says which.
 * Every file is checked against the run's manifest.
 * Encoders are loaded when the first text or photo is searched for.
 * @param options.catalog of the run in use, as `from` names them: 'sample', or the file's path with dashes
 * @throws {StoreError} when there is no run yet, or a file of it is missing or was changed; {ArgumentError} for an unknown catalogue
 * @example
 * const shop = await openRecommender();
 * for (const { product, score } of await shop.search('black leather chair', { k: 5 })) console.log(score, product.title);
 */
export async function openRecommender(
  run = 'current',
  options: { readonly catalog?: string } = {},
): Promise<SavedRecommender> {
  const { folder: dir, from } = await located(run, options.catalog);
  const at = (name: string) => path.join(dir, name);
  const config = await readJson(at(files.config), (value) => configSchema.parse(value));
  const saved = await readJson(at(files.products), (value) => productsSchema.parse(value));
  const ids = await readJson(at(files.ids), (value) => z.array(z.string()).parse(value));
  const weighed = furtherNames.filter((name) => (config.weights[name] ?? 0) > 0);
  const [textVectors, imageVectors, hybrid, ...further] = await Promise.all(
    [files.textVectors, files.imageVectors, files.hybridVectors, ...weighed.map((name) => files[name])].map(
      (name) => readNpy(at(name)),
    ),
  );
  for (const [name, rows] of [
    [files.ids, ids.length],
    [files.textVectors, textVectors.rows],
    [files.hybridVectors, hybrid.rows],
    ...weighed.map((name, i) => [files[name], further[i].rows] as const),
  ] as const) {
    if (rows !== saved.length) {
      throw new StoreError(
        `${at(name)} has ${rows} rows for ${saved.length} products; run the notebook again`,
      );
    }
  }
  const textScaler = await readJson(at(files.textScaler), scalerFromJson);
  const hasPhotos = imageVectors.data.some((x) => x !== 0);
  const imageScaler = hasPhotos ? await readJson(at(files.imageScaler), scalerFromJson) : null;
  const image = imageScaler ? scaled(imageVectors, imageScaler) : matrix(saved.length, 0);
  const text = scaled(textVectors, textScaler);
  const encoders = [config.text.id, config.image.id];
  const indexes = {
    hybrid: await loadIndex(at(files.index), { vectors: hybrid, ids, encoders }),
    text: await loadIndex(at(files.textIndex), { vectors: text, ids, encoders: [config.text.id] }),
  };
  const opened: (TextEncoder | ImageEncoder)[] = [];
  const kept = async <E extends TextEncoder | ImageEncoder>(loading: Promise<E>) => {
    const encoder = await loading;
    opened.push(encoder);
    return encoder;
  };
  const closeEncoders = async () => {
    for (const encoder of opened.splice(0)) await encoder.close();
  };
  const encodeQuery = queryEncoder(() => kept(textEncoderOf(dir, config)), textScaler);
  const fetching = { allowAddresses: allowedAddresses(config) };
  const encodePhoto = photoEncoder(() => kept(imageEncoderOf(dir, config)), imageScaler, fetching);
  const photos = saved.map(({ photo }) => (photo === null ? null : projectPath(photo)));
  const products = saved.map(({ photo: _, ...product }) => product);
  const spaces = {
    text,
    image,
    ...Object.fromEntries(weighed.map((name, i) => [name, further[i]])),
    hybrid,
  };
  const { language } = config.catalog;
  const { weights } = config;
  const parts = { products, spaces, photos, indexes, encodeQuery, encodePhoto, weights, language };
  return new SavedRecommender(parts, dir, config, from, closeEncoders);
}

/** Image servers that are not public and that the run was allowed to fetch from. */
function allowedAddresses({ parameters: { ALLOW_ADDRESSES } }: RunConfig): readonly string[] {
  return photoOptions({ PHOTOS: '', ALLOW_ADDRESSES: String(ALLOW_ADDRESSES ?? ''), IMAGES: 'first' })
    .allowAddresses;
}

async function located(run: string, catalog?: string): Promise<{ folder: string; from: string }> {
  if (run === 'current') return currentRun(catalog);
  if (catalog !== undefined)
    throw new ArgumentError(
      `run ${shown(run)} is of its own catalogue; leave out the catalogue ${shown(catalog)}`,
    );
  const folder = await finishedRun(run);
  const { run: id, title } = await catalogOf(folder);
  return { folder, from: `run ${id} of ${title}` };
}

type Encode = Pick<TextEncoder, 'encodeBatches'>;

/**
 * Turns queries into vectors of the scaled text space: encoded, scaled as the catalogue was, unit length. Null where
 * the encoder knows no word of the query. The encoder is loaded on first use; where that fails, on the next one again.
 * @example
 * const encode = queryEncoder(async () => text.encoder, built.scalers.text);
 * await encode('black leather chair') // Float32Array of encoder.dim numbers, of length 1
 */
export function queryEncoder(
  load: () => Promise<Encode>,
  scaler: Scaler,
): (text: string) => Promise<Float32Array | null> {
  const encoder = onceLoaded(load);
  return async (text) => {
    for await (const batch of (await encoder()).encodeBatches([text])) {
      if (batch.failed?.has(0)) return null;
      const vector = row(scaled(batch.vectors, scaler), 0);
      return dot(vector, vector) > 0 ? vector : null;
    }
    return null;
  };
}

async function textEncoderOf(dir: string, config: RunConfig): Promise<TextEncoder> {
  const encoder =
    config.text.sha256 === null
      ? await savedLsa(path.join(dir, files.textModel))
      : await loadedTextEncoder(config.text);
  checkIdentity(encoder, config.text, dir);
  return encoder;
}

async function savedLsa(folder: string): Promise<TextEncoder> {
  const { loadLsa } = await import('../encode/lsa/index.js');
  return loadLsa(folder);
}

async function loadedTextEncoder({ model, dtype }: EncoderRecord): Promise<TextEncoder> {
  const { resolveTextEncoder } = await import('../encode/index.js');
  return (await resolveTextEncoder({ model, dtype: dtype === 'int8' ? 'int8!' : 'fp32' })).encoder;
}

async function imageEncoderOf(dir: string, config: RunConfig): Promise<ImageEncoder> {
  const { resolveImageEncoder } = await import('../encode/index.js');
  const { model, dtype } = config.image;
  const { encoder } = await resolveImageEncoder({ model, dtype: dtype === 'int8' ? 'int8!' : 'fp32' });
  checkIdentity(encoder, config.image, dir);
  return encoder;
}

/** @throws {StoreError} for an encoder whose vectors would not be those of the run */
function checkIdentity({ id }: TextEncoder | ImageEncoder, record: EncoderRecord, dir: string): void {
  if (id === record.id) return;
  throw new StoreError(
    `the run in ${dir} was encoded by ${record.name}, which is now another model (${id}); run the notebook again`,
  );
}
