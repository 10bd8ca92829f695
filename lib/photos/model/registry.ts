import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { persistently } from '../../database/tables/index.js';
import { UserError } from '../../errors/index.js';
import { ModelRegistry, registryFolder } from '../../monitor/index.js';
import { registryInUse, versionLine } from '../../monitor/registry/index.js';
import {
  compareOnHeldOut,
  type Registration,
  registerCandidate,
  type Verdict,
} from '../../monitor/retrain/index.js';
import type { PhotoSet } from '../data/photo.js';
import type { PhotoSplit } from '../data/split.js';
import { recordModels } from '../database/models.js';
import { databaseWord, photoDatabase } from '../database/photo-database.js';
import type { PhotoPredictions } from '../metrics.js';
import type { TrainedPhotos } from '../train.js';
import { openPhotoClassifier } from './classifier.js';
import { fileNames, readMetadata } from './files.js';
import type { PublishedModel } from './publish.js';

const registryName = 'photos';
/** Fewer held-out photos than this decide nothing. */
const minimumRows = 10;

/**
 * Registers a published model as the candidate, and makes it the champion, which classifies from then on, where a paired
 * test on held-out photos that neither has learnt from finds it better, or where it is `forced`. The database that the
 * photos are from is told; one that is away is waited for, some minutes.
 */
export async function registerPhotos(
  published: PublishedModel,
  trained: TrainedPhotos,
  {
    set,
    split,
    root,
    forced,
  }: { readonly set: PhotoSet; readonly split: PhotoSplit; readonly root: string; readonly forced: boolean },
): Promise<Registration> {
  const registry = new ModelRegistry(registryFolder(registryName, { invented: set.invented, root }));
  const { metrics } = trained;
  const registration = await registerCandidate(registry, published.folder, {
    who: 'vitrine',
    why: `${set.description}, ${published.version}`,
    dataHash: set.hash,
    source: { name: set.description, invented: set.invented },
    metrics: { accuracy: metrics.accuracy, top3: metrics.top3, photos: metrics.photos },
    parameters: { version: published.version, folder: published.folder },
    compare: async (champion) =>
      forced
        ? { better: true, why: 'a person said so (FORCE=yes)' }
        : compared(registry, champion, split, trained.predictions),
  });
  const { database } = set;
  if (database) await persistently(() => recordModels(database, published, () => championOf(registry)));
  return registration;
}

/** Where the champion was published; of one that is no longer there, its copy in the registry. */
async function championOf(registry: ModelRegistry): Promise<PublishedModel | null> {
  const id = await registry.alias('champion');
  if (id === null) return null;
  const { folder, parameters } = await registry.open(id);
  const published = String(parameters.folder ?? '');
  const isThere = existsSync(path.join(published, fileNames.metadata));
  return {
    version: String(parameters.version ?? (await readMetadata(folder)).version),
    folder: published !== '' && isThere ? published : folder,
  };
}

async function compared(
  registry: ModelRegistry,
  champion: string | null,
  { train }: PhotoSplit,
  predictions: PhotoPredictions,
): Promise<Verdict> {
  const { photos } = predictions;
  const losses = lossesOf(predictions);
  if (champion === null) {
    const shares = photos.map(
      ({ sku }) => 1 - train.filter((photo) => photo.sku === sku).length / train.length,
    );
    return compareOnHeldOut(shares, losses, { minimumRows });
  }
  const { folder } = await registry.open(champion);
  const learnt = new Set((await readMetadata(folder)).learnt);
  const unseen = photos.flatMap((photo, i) => (learnt.has(photo.sha256) ? [] : [i]));
  if (unseen.length === 0)
    return {
      better: false,
      why: 'the champion has learnt from every held-out photo, there is nothing to compare on',
    };
  const classifier = await openPhotoClassifier(folder);
  try {
    const asked = unseen.map((i) => photos[i]);
    const probabilities = await classifier.predict(asked.map(({ path }) => path));
    const former = lossesOf({
      photos: asked,
      skus: classifier.products.map(({ sku }) => sku),
      probabilities,
    });
    return compareOnHeldOut(
      former,
      unseen.map((i) => losses[i]),
      { minimumRows },
    );
  } finally {
    await classifier.close();
  }
}

/**
 * Tells the database whose photos the champion has learnt from that it is the active model, after a person chose it.
 * @returns what was done, for people; null for a champion of no database
 */
export async function tellDatabase(registry: ModelRegistry): Promise<string | null> {
  const champion = await championOf(registry);
  if (!champion) return null;
  const { database } = await readMetadata(champion.folder);
  if (database === undefined) return null;
  const place = photoDatabase(databaseWord, '', '');
  if (String(place.place) !== database)
    return `${database} is not told, as DATABASE_URL names another; its next job tells it`;
  await recordModels(place, champion, async () => champion);
  return `${database} is told that it is active`;
}

/** One minus the probability of a photo's own product, which is none for a model that does not know it. */
function lossesOf({ photos, skus, probabilities }: PhotoPredictions): number[] {
  return photos.map(({ sku }, row) => {
    const c = skus.indexOf(sku);
    return c < 0 ? 1 : 1 - probabilities[row * skus.length + c];
  });
}

/** A photo model and where it is from. */
export interface FoundPhotoModel {
  readonly folder: string;
  /** Its version in the registry; null for a folder that was named. */
  readonly version: string | null;
  /** For people: which version, of which data. */
  readonly from: string;
}

/**
 * The photo model to classify with: 'champion', 'candidate' or a version of the registry, or the folder of a model.
 * @throws {UserError} where nothing was trained yet, and where there is no such version
 */
export async function findPhotoModel(ref = 'champion'): Promise<FoundPhotoModel> {
  const isName = ref === 'champion' || ref === 'candidate';
  if (!isName && (/[\\/]/.test(ref) || (await stat(ref).catch(() => null)))) {
    return { folder: path.resolve(ref), version: null, from: `the model in ${ref}` };
  }
  const registry = await registryInUse(registryName);
  if ((await registry.list()).length === 0)
    throw new UserError(
      'there is no trained photo model; train one with: vitrine train photos, or name a folder with --model',
    );
  const version = await registry.open(ref);
  return { folder: version.folder, version: version.id, from: versionLine(version) };
}
