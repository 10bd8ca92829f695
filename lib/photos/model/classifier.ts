import { existsSync } from 'node:fs';
import path from 'node:path';
import { ArgumentError, UserError } from '../../errors/index.js';
import { readJson } from '../../store/index.js';
import { loadLayersModel } from '../../train/index.js';
import { type LinearHead, probabilities } from '../../train/linear/index.js';
import type { Matrix } from '../../vectors/index.js';
import { layersEncoder } from '../backbone/layers-encoder.js';
import { descriptors, onnxBackbone } from '../backbone/onnx-backbone.js';
import { encoded, joined } from '../head/space.js';
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
  if (model.outputs[0].shape[1] !== products)
    throw new UserError(
      `${folder}: the model tells ${model.outputs[0].shape[1]} products apart, and its mapping names ${products}; train it again`,
    );
  const encoder = await layersEncoder(model, folder);
  model.dispose();
  return {
    predict: async (paths) => (await encoded(paths, encoder)).data,
    close: () => encoder.close(),
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
      for (const encoder of encoders) parts.push(await encoded(paths, encoder));
      return probabilities(head, joined(parts, scales));
    },
    close: async () => {
      for (const encoder of encoders) await encoder.close();
    },
  };
}

function floats(base64: string): Float32Array {
  return new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);
}
