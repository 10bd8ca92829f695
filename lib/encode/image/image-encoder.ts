import { messageOf } from '../../errors/index.js';
import { featuresOutput } from '../../onnx/cut/index.js';
import {
  cutAtFeatures,
  type Device,
  encodeGraph,
  graphInputs,
  loadGraph,
  ModelError,
  operatorCounts,
  workerSession,
} from '../../onnx/index.js';
import { contentKey } from '../../store/index.js';
import { matrix, row } from '../../vectors/index.js';
import { checkedBatchSize } from '../batch-size.js';
import type { ImageEncoder } from '../encoder.js';
import { inFlight } from '../in-flight.js';
import { type ModelFiles, modelFiles } from '../models/index.js';
import { decodePhoto, imageTensor, type Pixels } from './pixels.js';
import { type Preprocessing, preprocessingOf } from './preprocessing.js';

export interface ImageModelOptions {
  /** Where the model runs: 'cpu', 'cuda' or what there is. Default 'auto'. */
  readonly device?: Device;
  /** Threads for one operator. Default one for each physical core. */
  readonly threads?: number;
  /** Photos a batch where `encodeBatches` is not told. Default 16. */
  readonly batchSize?: number;
}

/** An image model that is loaded. */
export interface OnnxImageEncoder extends ImageEncoder {
  readonly model: ModelFiles;
  readonly device: 'cpu' | 'cuda';
  readonly preprocessing: Preprocessing;
}

/** Changes whenever the same photos through the same model would give other vectors. */
const version = 1;

/**
 * Loads an ONNX image classifier as a feature extractor: photos in (paths of files), the averaged activations that
 * its classifier would have seen out; ResNet50 gives 2048 numbers. They are not scaled. The model runs
 * in a thread of its own; the next batches are decoded meanwhile. A photo that cannot be decoded is in `failed`, with the reason.
 *
 * A dynamically quantised model takes its photos one at a time: in a batch, each photo's vector would depend on the others.
 * @throws {ModelError} for a model that is unknown, cannot be had, or is no image classifier
 */
export async function loadImageEncoder(
  model: string | ModelFiles,
  { device, threads, batchSize: defaultBatchSize = 16 }: ImageModelOptions = {},
): Promise<OnnxImageEncoder> {
  const files = typeof model === 'string' ? await modelFiles('image', model) : model;
  const graph = cutAtFeatures(await loadGraph(files.model));
  const inputs = graphInputs(graph);
  if (inputs.length !== 1) {
    throw new ModelError(
      `model ${files.model} has ${inputs.length} inputs; choose an image classifier, which has one`,
    );
  }
  const [input] = inputs;
  const preprocessing = await preprocessingOf(input, files.files['preprocessor_config.json']);
  const fixedRows = typeof input.dims[0] === 'number' ? input.dims[0] : undefined;
  const maxRows = fixedRows ?? (operatorCounts(graph).DynamicQuantizeLinear ? 1 : Number.POSITIVE_INFINITY);
  const session = await workerSession(encodeGraph(graph), { device, threads, spinning: false });

  const run = async (photos: readonly Pixels[]): Promise<{ data: Float32Array; dim: number }> => {
    const tensor = imageTensor(photos, preprocessing, fixedRows);
    const { [featuresOutput]: features } = await session.run({ [input.name]: tensor }, [featuresOutput]);
    return { data: features.data as Float32Array, dim: features.dims[1] };
  };
  const { dim } = await run([new Uint8Array(preprocessing.width * preprocessing.height * 3)]);

  const decode = (paths: readonly string[]) =>
    Promise.all(paths.map((file) => decodePhoto(file, preprocessing).catch(messageOf)));

  async function* decoded(paths: readonly string[], batchSize: number) {
    let next = decode(paths.slice(0, batchSize));
    for (let start = 0; start < paths.length; start += batchSize) {
      const photos = await next;
      next = decode(paths.slice(start + batchSize, start + 2 * batchSize));
      yield { start, photos };
    }
  }

  async function encodeDecoded({ start, photos }: { start: number; photos: readonly (Pixels | string)[] }) {
    const vectors = matrix(photos.length, dim);
    const failed = new Map<number, string>();
    const good: number[] = [];
    photos.forEach((photo, i) => {
      if (typeof photo === 'string') failed.set(start + i, photo);
      else good.push(i);
    });
    for (let at = 0; at < good.length; at += maxRows) {
      const some = good.slice(at, at + maxRows);
      const { data } = await run(some.map((i) => photos[i] as Pixels));
      some.forEach((i, j) => {
        row(vectors, i).set(data.subarray(j * dim, (j + 1) * dim));
      });
    }
    return { indices: photos.map((_, i) => start + i), vectors, failed };
  }

  return {
    id: `onnx-image-v${version}:${files.sha256}:${contentKey(JSON.stringify(preprocessing)).slice(0, 16)}`,
    name: files.name,
    dim,
    fallback: false,
    model: files,
    device: session.device,
    preprocessing,
    async *encodeBatches(paths, { batchSize = defaultBatchSize } = {}) {
      checkedBatchSize(batchSize);
      yield* inFlight(decoded(paths, batchSize), encodeDecoded);
    },
    close: () => session.close(),
  };
}
