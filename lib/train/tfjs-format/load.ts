import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { messageOf, shown, UserError } from '../../errors/index.js';
import { leadsOut, readJson, storeError } from '../../store/index.js';
import type { LayersModel, LayersModelFiles, ModelArtifacts } from '../layers-model.js';
import { tensorflow } from '../tensorflow/index.js';
import { defaultShardBytes, type SaveLayersModelOptions, writeArtifacts } from './save.js';

const bytesOf: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  bool: 1,
  complex64: 8,
  uint8: 1,
  uint16: 2,
  float16: 2,
};
const weightSchema = z.looseObject({
  name: z.string(),
  shape: z.array(z.int().nonnegative()),
  dtype: z.enum(['float32', 'int32', 'bool', 'complex64']),
  quantization: z.looseObject({ dtype: z.enum(['uint8', 'uint16', 'float16']) }).optional(),
});
const groupSchema = z.object({
  paths: z.array(z.string().min(1)),
  weights: z.array(weightSchema),
  bytes: z.array(z.int().nonnegative()).optional(),
});
const modelSchema = z.looseObject({
  modelTopology: z.looseObject({}),
  weightsManifest: z.array(groupSchema).min(1),
});
type Group = z.infer<typeof groupSchema>;

/**
 * Loads a TensorFlow.js Layers model from its folder, or from its model.json, in Node.
 * @throws {UserError} for a shard that is missing or has another size than its weights, with the bytes expected
 *   and found, and for a manifest that names a file outside the folder; StoreError where model.json cannot be read
 * @example const model = await loadLayersModel('outputs/ad-quality/latest/best_model')
 */
export async function loadLayersModel(place: string): Promise<LayersModel> {
  const artifacts = await readArtifacts(place);
  const tf = await tensorflow();
  try {
    return await tf.loadLayersModel({ load: async () => artifacts });
  } catch (cause) {
    throw new UserError(`${place} cannot be made into a Layers model: ${messageOf(cause)}`, { cause });
  }
}

/** An IO handler for `model.save` and `tf.loadLayersModel`, which have none for files without tfjs-node. */
export function layersModelFiles(place: string, options: SaveLayersModelOptions = {}): LayersModelFiles {
  return { load: () => readArtifacts(place), save: (artifacts) => writeArtifacts(artifacts, place, options) };
}

async function readArtifacts(place: string): Promise<ModelArtifacts> {
  const file = place.endsWith('.json') ? place : path.join(place, 'model.json');
  const { model, groups } = await readUnchanged(file, async () => {
    const model = await readJson(file, modelSchema.parse);
    const groups: Buffer[] = [];
    for (const group of model.weightsManifest) groups.push(await readGroup(path.dirname(file), group));
    return { model, groups };
  });
  const { weightsManifest, ...described } = model;
  const weightData = Uint8Array.from(Buffer.concat(groups)).buffer;
  return {
    ...described,
    weightSpecs: weightsManifest.flatMap(({ weights }) => weights),
    weightData,
  };
}

/** What `read` gives, once the file was the same before and after: a model that is replaced meanwhile has other weights. */
async function readUnchanged<T>(file: string, read: () => Promise<T>): Promise<T> {
  const stamp = async () => {
    const found = await stat(file, { bigint: true }).catch(() => null);
    return `${found?.ino} ${found?.mtimeNs}`;
  };
  for (;;) {
    const before = await stamp();
    const result = await read().catch(async (cause) => {
      if ((await stamp()) === before) throw cause;
    });
    if (result !== undefined && (await stamp()) === before) return result;
  }
}

async function readGroup(folder: string, group: Group): Promise<Buffer> {
  const total = group.weights.reduce(
    (sum, { shape, dtype, quantization }) =>
      sum + shape.reduce((product, dim) => product * dim, 1) * bytesOf[quantization?.dtype ?? dtype],
    0,
  );
  const files: string[] = [];
  for (const name of group.paths) files.push(await inside(folder, name));
  const sizes = await Promise.all(
    files.map((file) =>
      stat(file)
        .then(({ size }) => size)
        .catch(() => null),
    ),
  );
  const expected = expectedSizes(group, sizes, total);
  for (const [i, size] of sizes.entries()) {
    if (size === expected[i]) continue;
    const found = size === null ? 'is missing' : `has ${grouped(size)} bytes`;
    throw new UserError(
      `${files[i]} ${found}, ${grouped(expected[i])} bytes are expected; copy the model's folder again, whole`,
    );
  }
  const sum = expected.reduce((all, size) => all + size, 0);
  if (sum !== total) {
    throw new UserError(
      `${path.join(folder, 'model.json')} describes ${grouped(total)} bytes of weights, its files hold ${grouped(sum)}; copy the model's folder again, whole`,
    );
  }
  return Buffer.concat(
    await Promise.all(
      files.map((file) =>
        readFile(file).catch((cause) => {
          throw storeError('read', file, cause);
        }),
      ),
    ),
  );
}

/** Where the manifest does not say: shards are of one size, 4 MB or that of the largest, and the last has the rest. */
function expectedSizes({ paths, bytes }: Group, sizes: readonly (number | null)[], total: number): number[] {
  if (bytes?.length === paths.length) return bytes;
  const count = paths.length;
  const largest = Math.max(0, ...sizes.slice(0, -1).map((size) => size ?? 0));
  const fits = (size: number) => size > 0 && Math.ceil(total / size) === count;
  const each = [largest, defaultShardBytes].find(fits) ?? Math.ceil(total / Math.max(1, count));
  const even = paths.map((_, i) => Math.max(0, Math.min(each, total - i * each)));
  const sum = sizes.reduce<number>((all, size) => all + (size ?? 0), 0);
  // Shards of uneven size that add up are as good.
  return sum === total && !sizes.includes(null) ? (sizes as number[]) : even;
}

/** The path of a file of the manifest, which has to lie in the model's own folder, links followed. */
async function inside(folder: string, name: string): Promise<string> {
  const file = path.join(folder, name);
  const real = await realpath(file).catch(() => null);
  if (
    path.isAbsolute(name) ||
    /^[a-z]:|\\/i.test(name) ||
    leadsOut(folder, file) ||
    (real !== null && leadsOut(await realpath(folder), real))
  ) {
    throw new UserError(
      `${path.join(folder, 'model.json')} names the weight file ${shown(name)}, which is outside its folder; use a model whose files lie beside model.json`,
    );
  }
  return file;
}

function grouped(bytes: number): string {
  return bytes.toLocaleString('en-US');
}
