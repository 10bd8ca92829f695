import { existsSync } from 'node:fs';
import path from 'node:path';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs';
import { systemReason, UserError } from '../../errors/index.js';
import { buildFolder, projectPath, storeError, writeJson } from '../../store/index.js';
import { installedVersions } from '../../store/package/index.js';
import { saveLayersModel } from '../../train/index.js';
import type { LinearHead } from '../../train/linear/index.js';
import { tensorflow } from '../../train/tensorflow/index.js';
import type { PhotoSet } from '../data/photo.js';
import type { PhotoSplit } from '../data/split.js';
import { type TrainedPhotos, unscaledHead } from '../train.js';
import { fileNames } from './files.js';

export interface PublishOptions {
  readonly set: PhotoSet;
  readonly split: PhotoSplit;
  /** Since the job began, ms. */
  readonly duration: number;
  readonly seed: number;
  /** BACKBONE as it was given. */
  readonly backbone: string;
}

/** A model in a folder of its own. */
export interface PublishedModel {
  /** As in v1796065000_2026-11-30. */
  readonly version: string;
  /** Absolute. */
  readonly folder: string;
}

/**
 * Writes a model into a new folder `v{seconds}_{date}`, which appears whole: a TensorFlow.js model that takes pixels and
 * gives the probability of each product, or for a network that runs in Node alone the head on its features;
 * product_mapping.json and metadata.json.
 * @param output folder that it is made in; '' is outputs/photos/models
 */
export async function publishModel(
  trained: TrainedPhotos,
  output: string,
  options: PublishOptions,
): Promise<PublishedModel> {
  const place = output === '' ? projectPath('outputs', 'photos', 'models') : projectPath(output);
  // Jobs that end in the same second get seconds of their own.
  for (let seconds = Math.floor(Date.now() / 1000); ; seconds++) {
    const version = `v${seconds}_${new Date(1000 * seconds).toISOString().slice(0, 10)}`;
    const folder = path.join(place, version);
    if (existsSync(folder)) continue;
    try {
      await writeModel(folder, version, trained, options);
      return { version, folder };
    } catch (error) {
      if (isTaken(error)) continue;
      const isDisk = !(error instanceof UserError) && systemReason(error) !== undefined;
      throw isDisk ? storeError('write', folder, error) : error;
    }
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'EEXIST');
}

async function writeModel(
  folder: string,
  version: string,
  trained: TrainedPhotos,
  options: PublishOptions,
): Promise<void> {
  const { set } = options;
  await buildFolder(
    folder,
    async (building) => {
      if (trained.backbone.layers)
        await saveLayersModel(
          await wholeModel(trained.backbone.layers as LayersModel, unscaledHead(trained)),
          building,
        );
      else await writeJson(path.join(building, fileNames.head), headOf(trained, options.backbone));
      const products = set.skus.map((sku, index) => ({
        index,
        sku,
        ...(set.names[sku] && { name: set.names[sku] }),
      }));
      await writeJson(path.join(building, fileNames.mapping), { format: 1, labels: 'sku', products });
      await writeJson(path.join(building, fileNames.metadata), metadataOf(trained, version, options));
    },
    {
      isWhole: async () => false,
      replace: async () => {
        throw Object.assign(new Error(`${folder} is there already`), { code: 'EEXIST' });
      },
    },
  );
}

/** Pixels to probabilities: the head as a dense layer behind the features. */
async function wholeModel(
  features: LayersModel,
  { weights, bias, dim, classes }: LinearHead,
): Promise<LayersModel> {
  const tf = await tensorflow();
  const dense = tf.layers.dense({ units: classes, activation: 'softmax', name: 'products' });
  const outputs = dense.apply(features.outputs[0]) as SymbolicTensor;
  const values = [tf.tensor2d(weights, [dim, classes]), tf.tensor1d(bias)];
  dense.setWeights(values);
  for (const value of values) value.dispose();
  return tf.model({ inputs: features.inputs, outputs, name: 'product_photos' });
}

function headOf({ parts, fitted: { head } }: TrainedPhotos, model: string) {
  const base64 = (values: Float32Array) =>
    Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
  return {
    parts: parts.map(({ encoder, scale }, i) => ({
      encoder: i === 0 ? 'onnx' : 'descriptors',
      model: i === 0 ? model : 'descriptors',
      id: encoder.id,
      scale,
    })),
    dim: head.dim,
    weights: base64(head.weights),
    bias: base64(head.bias),
  };
}

function metadataOf(
  { backbone, fitted, unknown, metrics }: TrainedPhotos,
  version: string,
  { set, split, duration, seed }: PublishOptions,
) {
  return {
    version,
    job: 'photos',
    input: backbone.layers
      ? `RGB pixels in 0…255, [n, ${backbone.layers.inputs[0].shape.slice(1).join(', ')}]`
      : 'files',
    output: `[n, ${set.skus.length}]: probability of each product of ${fileNames.mapping}`,
    resize: 'area',
    backbone: backbone.details,
    head: { kind: fitted.kind, l2: fitted.l2, validation: fitted.validation },
    threshold: unknown?.threshold ?? null,
    unknown,
    metrics,
    dataHash: set.hash,
    data: set.description,
    ...(set.database && { database: String(set.database.place) }),
    counts: {
      products: set.skus.length,
      ...Object.fromEntries(Object.entries(split).map(([part, photos]) => [part, photos.length])),
      setAside: set.setAside.length,
    },
    learnt: [...split.train, ...split.validation].map(({ sha256 }) => sha256).sort(),
    seed,
    durationMs: Math.round(duration),
    versions: installedVersions(['@tensorflow/tfjs', 'onnxruntime-node', 'sharp']),
  };
}
