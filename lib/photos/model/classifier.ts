import { existsSync } from 'node:fs';
import path from 'node:path';
import { ArgumentError, UserError } from '../../errors/index.js';
import { decodeRgb, resizeArea } from '../../images/index.js';
import { createSession, encodeGraph, floatTensor } from '../../onnx/index.js';
import { readJson } from '../../store/index.js';
import { layersToOnnx, loadLayersModel } from '../../train/index.js';
import { type LinearHead, probabilities } from '../../train/linear/index.js';
import type { Matrix } from '../../vectors/index.js';
import { descriptors, onnxBackbone } from '../backbone/onnx-backbone.js';
import { joined } from '../head/space.js';
import { fileNames, headSchema, type ProductMapping, readMapping, readMetadata } from './files.js';

/** A product that a photo may show. */
export interface ProductGuess {
  readonly sku: string;
  /** That the product had when the model was trained; undefined where it had none. */
  readonly name?: string;
  /** In [0, 1]; those of all products sum to 1. */
  readonly probability: number;
}

/** What a photo shows. */
export interface Classified {
  /** The most likely product; null where none is likely enough. */
  readonly sku: string | null;
  /** Most likely first. */
  readonly guesses: readonly ProductGuess[];
}

/** A photo model that is loaded. */
export interface PhotoClassifier {
  readonly products: ProductMapping['products'];
  /** Up to this probability of the most likely product a photo shows none of them; null for a model that cannot tell. */
  readonly threshold: number | null;
  /**
   * What photos show, by paths.
   * @param most guesses of each. Default 3
   * @throws {UserError} for a photo that cannot be decoded
   */
  classify(paths: readonly string[], most?: number): Promise<Classified[]>;
  /** Probabilities of all products, photos × products. */
  predict(paths: readonly string[]): Promise<Float32Array>;
  close(): Promise<void>;
}

const batch = 16;

/** Probabilities for some photos, rows × products. */
interface Predictor {
  predict(paths: readonly string[]): Promise<Float32Array>;
  close(): Promise<void>;
}

/**
 * Loads a model that `vitrine train photos` published, from its folder.
 * @throws {UserError} for a folder that holds none, or one of before SKUs were its classes
 * @example
 * const classifier = await openPhotoClassifier(folder);
 * await classifier.classify(['photo.jpg']) // [{ sku: 'MUG-001', guesses: [{ sku: 'MUG-001', probability: 0.97 }, …] }]
 * await classifier.close();
 */
export async function openPhotoClassifier(folder: string): Promise<PhotoClassifier> {
  const { products } = await readMapping(folder);
  const { threshold } = await readMetadata(folder);
  const { predict, close } = existsSync(path.join(folder, fileNames.model))
    ? await layersPredictor(folder, products.length)
    : await headPredictor(folder, products.length);
  return {
    ...{ products, threshold, predict, close },
    async classify(paths, most = 3) {
      if (!(Number.isInteger(most) && most >= 1))
        throw new ArgumentError(`most is ${most}; give a whole number of at least 1`);
      const p = await predict(paths);
      return paths.map((_, row) => {
        const guesses = products
          .map(({ sku, name }, c) => ({ sku, name, probability: p[row * products.length + c] }))
          .sort((a, b) => b.probability - a.probability);
        const isKnown = threshold === null || guesses[0].probability > threshold;
        return { sku: isKnown ? guesses[0].sku : null, guesses: guesses.slice(0, most) };
      });
    },
  };
}

/** A TensorFlow.js model, run by ONNX Runtime; pictures are shrunk as the page does it. */
async function layersPredictor(folder: string, products: number): Promise<Predictor> {
  const model = await loadLayersModel(folder);
  const [, height, width] = model.inputs[0].shape as number[];
  if (model.outputs[0].shape[1] !== products)
    throw new UserError(
      `${folder}: the model tells ${model.outputs[0].shape[1]} products apart, and its mapping names ${products}; train it again`,
    );
  const session = await createSession(encodeGraph(layersToOnnx(model)), { device: 'cpu' });
  model.dispose();
  return {
    async predict(paths) {
      const out = new Float32Array(paths.length * products);
      for (let start = 0; start < paths.length; start += batch) {
        const some = paths.slice(start, start + batch);
        const pixels = new Float32Array(some.length * height * width * 3);
        await Promise.all(
          some.map(async (file, i) =>
            pixels.set(resizeArea(await decodeRgb(file), height, width), i * height * width * 3),
          ),
        );
        const { output } = await session.run({ input: floatTensor(pixels, [some.length, height, width, 3]) });
        out.set(output.data as Float32Array, start * products);
      }
      return out;
    },
    close: () => session.close(),
  };
}

/** ONNX encoders and a head on what they say. */
async function headPredictor(folder: string, products: number): Promise<Predictor> {
  const saved = await readJson(path.join(folder, fileNames.head), headSchema.parse);
  const head: LinearHead = {
    dim: saved.dim,
    classes: products,
    weights: floats(saved.weights),
    bias: floats(saved.bias),
  };
  const encoders = await Promise.all(
    saved.parts.map(async ({ encoder, model, id }) => {
      const loaded = encoder === 'onnx' ? (await onnxBackbone(model)).encoder : await descriptors();
      if (loaded.id !== id)
        throw new UserError(
          `${model} is not the file that the model in ${folder} was trained with; train it again`,
        );
      return loaded;
    }),
  );
  const scales = saved.parts.map(({ scale }) => scale);
  return {
    async predict(paths) {
      const parts: Matrix[] = [];
      for (const encoder of encoders) parts.push(await vectorsOf(encoder, paths));
      return probabilities(head, joined(parts, scales));
    },
    close: async () => {
      for (const encoder of encoders) await encoder.close();
    },
  };
}

async function vectorsOf(
  encoder: Awaited<ReturnType<typeof descriptors>>,
  paths: readonly string[],
): Promise<Matrix> {
  const data = new Float32Array(paths.length * encoder.dim);
  for await (const { indices, vectors, failed } of encoder.encodeBatches(paths)) {
    for (const [i, reason] of failed ?? []) throw new UserError(`${paths[i]}: ${reason}`);
    for (const [j, i] of indices.entries())
      data.set(vectors.data.subarray(j * encoder.dim, (j + 1) * encoder.dim), i * encoder.dim);
  }
  return { rows: paths.length, cols: encoder.dim, data };
}

function floats(base64: string): Float32Array {
  return new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);
}
