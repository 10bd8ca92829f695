import { randomBytes } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../../errors/index.js';
import { parseOptions } from '../../records/index.js';
import { storeError, syncFolder, writeFileAtomic } from '../../store/index.js';
import type { LayersModel, ModelArtifacts, SaveResult } from '../layers-model.js';

export interface SaveLayersModelOptions {
  /** Largest size of a weight file in bytes. Default 4 MB (4,194,304). */
  readonly shardBytes?: number;
  /** Kept in model.json as `userDefinedMetadata`; a loaded model has it as `getUserDefinedMetadata()`. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export const defaultShardBytes = 4 << 20;

const schema = z.object({
  shardBytes: z.int().positive().default(defaultShardBytes),
  metadata: z.record(z.string(), z.unknown()).optional(),
});
const modelName = 'model.json';
/** Also what a killed process left of such a file. */
const ofAModel = /^\.?(model\.json|group\d+-shard\d+of\d+\.bin)(\.\d+-[0-9a-f]{8}\.tmp)?$/;

/**
 * Saves a model as `model.json` and `group1-shard1of3.bin` …, as `tf.loadLayersModel` reads it in a page. A new folder
 * appears whole. A model that is there is replaced in one moment, before which the folder holds the old one and after
 * which it holds the new one, whenever the machine stops: its weights have other names, `group2-…`.
 * @throws {UserError} where the folder holds anything but a saved model; {StoreError} when the disk refuses
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
  artifacts: ModelArtifacts,
  folder: string,
  options: SaveLayersModelOptions,
): Promise<SaveResult> {
  const { shardBytes, metadata } = parseOptions('saveLayersModel', schema, options);
  const target = path.resolve(folder);
  const present = await modelFiles(target);
  const data = joined(artifacts.weightData ?? new ArrayBuffer(0));
  const count = Math.ceil(data.byteLength / shardBytes);
  const paths = shardNames(count, present ?? []);
  const shards = paths.map((_, i) => data.subarray(i * shardBytes, (i + 1) * shardBytes));
  const { weightData: _, weightSpecs = [], ...described } = artifacts;
  const json = JSON.stringify({
    ...described,
    ...(metadata ? { userDefinedMetadata: metadata } : {}),
    // tf.loadLayersModel reads paths and weights; the sizes tell which shard was cut short.
    weightsManifest: [{ paths, weights: weightSpecs, bytes: shards.map((shard) => shard.byteLength) }],
  });
  const write = async (at: string) => {
    for (const [i, name] of paths.entries()) await writeFileAtomic(path.join(at, name), shards[i]);
    await writeFileAtomic(path.join(at, modelName), json);
  };
  if (present) {
    // The rename of model.json is the moment in which the new model takes the place of the old one.
    await write(target);
    for (const name of present) {
      if (name !== modelName && !paths.includes(name)) await rm(path.join(target, name), { force: true });
    }
  } else await writeBeside(target, write);
  const saved = { dateSaved: new Date(), modelTopologyType: 'JSON' as const };
  return { modelArtifactsInfo: { ...saved, weightDataBytes: data.byteLength } };
}

/** Names that no file in the folder has: group1-shard1of1.bin, or group2-… beside a model that has those. */
function shardNames(count: number, present: readonly string[]): string[] {
  for (let group = 1; ; group++) {
    const names = Array.from({ length: count }, (_, i) => `group${group}-shard${i + 1}of${count}.bin`);
    if (!names.some((name) => present.includes(name))) return names;
  }
}

function joined(data: NonNullable<ModelArtifacts['weightData']>): Uint8Array {
  return Array.isArray(data) ? Buffer.concat(data.map((part) => new Uint8Array(part))) : new Uint8Array(data);
}

/** What is in the folder, all of it of a saved model; null where there is no folder. */
async function modelFiles(folder: string): Promise<string[] | null> {
  const names = await readdir(folder).catch((cause) => {
    if (cause.code === 'ENOENT') return null;
    throw storeError('read', folder, cause);
  });
  const other = names?.find((name) => !ofAModel.test(name));
  if (other) {
    throw new UserError(
      `${folder} holds ${other}, which is no part of a saved model; choose a new folder for the model`,
    );
  }
  return names;
}

/** Fills a folder under another name, which is then moved into place whole. */
async function writeBeside(target: string, write: (folder: string) => Promise<void>): Promise<void> {
  const staging = path.join(
    path.dirname(target),
    `.${path.basename(target)}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`,
  );
  try {
    await write(staging);
    await rename(staging, target);
    await syncFolder(path.dirname(target));
  } catch (cause) {
    await rm(staging, { recursive: true, force: true }).catch(() => {});
    throw (cause as NodeJS.ErrnoException).code ? storeError('write', target, cause) : cause;
  }
}
