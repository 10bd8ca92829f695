import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { io, LayersModel } from '@tensorflow/tfjs';
import { z } from 'zod';
import { parseOptions } from '../../records/index.js';
import { makeFolder, storeError, writeFileAtomic } from '../../store/index.js';
import { ModelFolderError } from './format-error.js';

export interface SaveLayersModelOptions {
  /** Largest size of a weight file in bytes. Default 4 MB (4,194,304). */
  readonly shardBytes?: number;
  /** Kept in model.json as `userDefinedMetadata`; a loaded model has it as `getUserDefinedMetadata()`. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export const DEFAULT_SHARD_BYTES = 4 << 20;

const schema = z.object({
  shardBytes: z.int().positive().default(DEFAULT_SHARD_BYTES),
  metadata: z.record(z.string(), z.unknown()).optional(),
});
const ofAModel = /^(model\.json|group\d+-shard\d+of\d+\.bin)$/;

/**
 * Saves a model as `model.json` and `group1-shard1of3.bin` …, as `tf.loadLayersModel` reads it in a page. The folder is
 * written under another name and moved into place whole; a model that is there is replaced.
 * @throws ModelFolderError where the folder holds anything but a saved model; StoreError when the disk refuses
 */
export async function saveLayersModel(
  model: LayersModel,
  folder: string,
  options: SaveLayersModelOptions = {},
): Promise<void> {
  parseOptions('saveLayersModel', schema, options);
  await model.save({ save: (artifacts) => writeArtifacts(artifacts, folder, options) });
}

export async function writeArtifacts(
  artifacts: io.ModelArtifacts,
  folder: string,
  options: SaveLayersModelOptions,
): Promise<io.SaveResult> {
  const { shardBytes, metadata } = parseOptions('saveLayersModel', schema, options);
  const target = resolve(folder);
  await refuseOtherContent(target);
  const data = joined(artifacts.weightData ?? new ArrayBuffer(0));
  const count = Math.ceil(data.byteLength / shardBytes);
  const paths = Array.from({ length: count }, (_, i) => `group1-shard${i + 1}of${count}.bin`);
  const shards = paths.map((_, i) => data.subarray(i * shardBytes, (i + 1) * shardBytes));
  const { weightData: _, weightSpecs = [], getWeightStream: __, ...described } = artifacts;
  const json = JSON.stringify({
    ...described,
    ...(metadata ? { userDefinedMetadata: metadata } : {}),
    // tf.loadLayersModel reads paths and weights; the sizes tell which shard was cut short.
    weightsManifest: [{ paths, weights: weightSpecs, bytes: shards.map((shard) => shard.byteLength) }],
  });
  const staging = join(
    dirname(target),
    `.${basename(target)}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`,
  );
  try {
    await makeFolder(staging);
    for (const [i, path] of paths.entries()) await writeFileAtomic(join(staging, path), shards[i]);
    await writeFileAtomic(join(staging, 'model.json'), json);
    await moveInto(staging, target);
  } catch (cause) {
    await rm(staging, { recursive: true, force: true }).catch(() => {});
    throw (cause as NodeJS.ErrnoException).code ? storeError('write', target, cause) : cause;
  }
  const saved = { dateSaved: new Date(), modelTopologyType: 'JSON' as const };
  return { modelArtifactsInfo: { ...saved, weightDataBytes: data.byteLength } };
}

function joined(data: io.WeightData): Uint8Array {
  return Array.isArray(data) ? Buffer.concat(data.map((part) => new Uint8Array(part))) : new Uint8Array(data);
}

async function refuseOtherContent(folder: string): Promise<void> {
  const names = await readdir(folder).catch((cause) => {
    if (cause.code === 'ENOENT') return [];
    throw storeError('read', folder, cause);
  });
  const other = names.find((name) => !ofAModel.test(name));
  if (other) {
    throw new ModelFolderError(
      `${folder} holds ${other}, which is no part of a saved model; choose a new folder for the model`,
    );
  }
}

/** A model that is there steps aside, and is removed once the new one stands in its place. */
async function moveInto(staging: string, target: string): Promise<void> {
  const aside = `${staging}.old`;
  const replaced = await rename(target, aside).then(
    () => true,
    (cause) => (cause.code === 'ENOENT' ? false : Promise.reject(cause)),
  );
  try {
    await rename(staging, target);
  } catch (cause) {
    if (replaced) await rename(aside, target);
    throw cause;
  }
  if (process.platform !== 'win32') {
    const handle = await open(dirname(target), 'r');
    await handle.sync().finally(() => handle.close());
  }
  await rm(aside, { recursive: true, force: true });
}
