import path from 'node:path';
import { z } from 'zod';
import { type SocialPlatform, socialPlatforms } from '../../collect/index.js';
import { UserError } from '../../errors/index.js';
import { readJson, readNpy, writeJson, writeNpy } from '../../store/index.js';
import { loadIntervals, saveIntervals } from '../../tabular/index.js';
import { featureVersion } from '../features/feature-list.js';
import { type CreativeModel, fittedModel, type PlatformRule } from './creative-model.js';
import { loadRows, saveRows } from './save-rows.js';

const files = { model: 'model.json', reference: 'reference', predictions: 'reference-predictions.npy' };

const scaleSchema = z.object({
  platforms: z.record(
    z.string(),
    z.object({ center: z.number(), spread: z.number().positive(), posts: z.number() }),
  ),
  pooled: z.array(z.string()),
});

const schema = z.object({
  format: z.literal('vitrine-creative'),
  version: z.literal(1),
  /** `featureVersion` of the rows that it was trained on. */
  features: z.int().default(1),
  names: z.array(z.string()).min(1),
  scale: scaleSchema.nullable(),
  general: z.string(),
  heldOut: z.array(z.string()),
  own: z.partialRecord(z.enum(socialPlatforms), z.string()),
  rules: z.array(
    z.object({
      platform: z.enum(socialPlatforms),
      rows: z.number(),
      accounts: z.number(),
      answers: z.enum(['own', 'general']),
      ownRmse: z.number().nullable(),
      generalRmse: z.number().nullable(),
      why: z.string(),
    }),
  ),
});

/**
 * Writes a model into a folder: `model.json`, a JSON file for each fitted model with its intervals, and the rows that it
 * was trained on, for advice and drift.
 * @throws {StoreError} where the folder cannot be written
 */
export async function saveCreativeModel(folder: string, model: CreativeModel): Promise<void> {
  const { names, scale, general, own, rules, reference, heldOut } = model;
  await saveIntervals(path.join(folder, 'general.json'), general.intervals);
  for (const [platform, { intervals }] of Object.entries(own))
    await saveIntervals(path.join(folder, `${platform}.json`), intervals);
  await saveRows(folder, files.reference, reference.rows);
  await writeNpy(path.join(folder, files.predictions), {
    rows: reference.predictions.length,
    cols: 1,
    data: Float32Array.from(reference.predictions),
  });
  await writeJson(path.join(folder, files.model), {
    format: 'vitrine-creative',
    version: 1,
    features: featureVersion,
    names,
    scale,
    general: general.learner,
    own: Object.fromEntries(Object.entries(own).map(([platform, { learner }]) => [platform, learner])),
    rules,
    heldOut,
  });
}

/**
 * Opens a model that `saveCreativeModel` wrote; nothing in it is executed.
 * @param features the names that it is to be used with, in order
 * @throws {StoreError} when a file is missing, damaged, or of another version
 * @throws {UserError} naming the features, when it was trained on others
 * @throws {UserError} when it was trained on features that pictures no longer get
 */
export async function openCreativeModel(
  folder: string,
  features?: readonly string[],
): Promise<CreativeModel> {
  const about = await readJson(path.join(folder, files.model), (value) => schema.parse(value));
  if (about.features !== featureVersion) {
    throw new UserError(
      `${folder} was trained on features of version ${about.features}, and pictures now get those of version ${featureVersion}; train it again with: vitrine demo creative`,
    );
  }
  const open = async (name: string, learner: string) =>
    fittedModel(learner, await loadIntervals(path.join(folder, `${name}.json`), features ?? about.names));
  const own = await Promise.all(
    Object.entries(about.own).map(async ([platform, learner]) => [platform, await open(platform, learner)]),
  );
  const rows = await loadRows(folder, files.reference);
  const predictions = await readNpy(path.join(folder, files.predictions));
  if (predictions.rows !== rows.posts.length) {
    throw new UserError(
      `${folder}: ${predictions.rows} predictions for ${rows.posts.length} reference rows; train the model again`,
    );
  }
  return {
    names: about.names,
    scale: about.scale as CreativeModel['scale'],
    general: await open('general', about.general),
    own: Object.fromEntries(own) as Partial<Record<SocialPlatform, ReturnType<typeof fittedModel>>>,
    rules: about.rules as PlatformRule[],
    heldOut: about.heldOut,
    reference: { rows, predictions: Float64Array.from(predictions.data) },
  };
}

/** Whether a saved model was trained on the features that pictures get now. */
export async function hasPresentFeatures(folder: string): Promise<boolean> {
  const about = await readJson(path.join(folder, files.model), (value) => schema.parse(value));
  return about.features === featureVersion;
}
