import { existsSync } from 'node:fs';
import path from 'node:path';
import type { JobContext } from '../jobs/job.js';
import { projectPath } from '../store/index.js';
import { type LinearHead, probabilities } from '../train/linear/index.js';
import { type Matrix, selectRows } from '../vectors/index.js';
import type { Backbone } from './backbone/backbone.js';
import { layersBackbone } from './backbone/layers-backbone.js';
import { descriptors, onnxBackbone } from './backbone/onnx-backbone.js';
import { scratchBackbone } from './backbone/scratch-backbone.js';
import type { PhotoSet, ProductPhoto } from './data/photo.js';
import type { PhotoSplit } from './data/split.js';
import { type FittedHead, fitHead, promise, stacked } from './head/fit-head.js';
import { features, joined, type SpacePart, spread } from './head/space.js';
import { type UnknownThreshold, unknownThreshold } from './head/unknown.js';
import { type PhotoMetrics, type PhotoPredictions, photoMetrics } from './metrics.js';

/** How much descriptors count beside a network's features: what is tried. */
const descriptorShares = [0, 0.5, 1];

export type TrainContext = Pick<JobContext, 'signal' | 'step' | 'note'>;

export interface TrainPhotosOptions {
  /** Folder of a TensorFlow.js model, or an ONNX image classifier; '' trains a network from scratch. Default ''. */
  readonly backbone?: string;
  readonly seed?: number;
}

/** A trained photo model, which is not published yet. */
export interface TrainedPhotos {
  readonly backbone: Backbone;
  readonly parts: readonly SpacePart[];
  readonly fitted: FittedHead;
  readonly unknown: UnknownThreshold | null;
  /** Of the held-out photos. */
  readonly predictions: PhotoPredictions;
  readonly metrics: PhotoMetrics;
}

/**
 * Trains a model that recognises products: features of a network, computed once for each photo, a head on them, a
 * threshold for products that it does not know, and how well it does on the held-out part.
 */
export async function trainPhotos(
  { skus, hash }: PhotoSet,
  split: PhotoSplit,
  context: TrainContext,
  { backbone: name = '', seed = 42 }: TrainPhotosOptions = {},
): Promise<TrainedPhotos> {
  const { signal, step, note } = context;
  step('Building');
  const backbone = await opened(name, split, skus, { ...context, seed, dataHash: hash });
  note(`features by ${backbone.details}`);
  if (backbone.fallbackReason) note(backbone.fallbackReason);
  const { parts, vectors, fitted } = await fittedSpace(backbone, split, skus, context);
  step('Choosing');
  const learnt = stacked(vectors.train, vectors.validation);
  const y = classesOf([...split.train, ...split.validation], skus);
  const unknown = await unknownThreshold({ x: learnt, y }, skus.length, {
    l2: fitted.l2 ?? 0.01,
    seed,
    signal,
  });
  const predictions = {
    photos: split.test,
    skus,
    probabilities: probabilities(fitted.head, vectors.test),
  };
  return {
    backbone,
    parts,
    fitted,
    unknown,
    predictions,
    metrics: photoMetrics(predictions, unknown?.threshold ?? null),
  };
}

function opened(
  name: string,
  split: PhotoSplit,
  skus: readonly string[],
  context: TrainContext & { readonly seed: number; readonly dataHash: string },
): Promise<Backbone> {
  if (name === '') {
    const reason =
      'no pretrained network is named, so that a small one is trained from scratch, which knows less; BACKBONE names a folder with a TensorFlow.js MobileNetV2, or an ONNX image classifier';
    return scratchBackbone(split, skus, { ...context, reason });
  }
  return existsSync(path.join(projectPath(name), 'model.json'))
    ? layersBackbone(projectPath(name))
    : onnxBackbone(name);
}

/** The vectors of all photos with the head that fits them best; descriptors join a network that runs in Node alone. */
async function fittedSpace(
  backbone: Backbone,
  split: PhotoSplit,
  skus: readonly string[],
  { signal, step, note }: TrainContext,
) {
  const photos = [...split.train, ...split.validation, ...split.test];
  const paths = photos.map(({ path }) => path);
  const onProgress = (done: number, total: number) => step('Features', done, total);
  const network = await features(paths, backbone.encoder, { onProgress, signal });
  const described = backbone.layers ? null : await descriptors();
  const beside = described && (await features(paths, described, { signal }));
  step('Fitting');
  const best = { accuracy: -1 } as Omit<Fitted, 'fitted'> & { accuracy: number };
  const labelled = (vectors: Fitted['vectors'], part: 'train' | 'validation') => ({
    x: vectors[part],
    y: classesOf(split[part], skus),
  });
  for (const share of described ? descriptorShares : [0]) {
    const parts: SpacePart[] = [partOf(backbone.encoder, network, split, 1)];
    if (described && beside && share > 0) parts.push(partOf(described, beside, split, share));
    const scales = parts.map(({ scale }) => scale);
    const vectors = shared(joined(parts.length > 1 ? [network, beside as Matrix] : [network], scales), split);
    const accuracy = described
      ? await promise(labelled(vectors, 'train'), labelled(vectors, 'validation'), skus.length, signal)
      : 0;
    if (accuracy > best.accuracy) Object.assign(best, { accuracy, parts, vectors, share });
  }
  if (described)
    note(
      `descriptors beside the network count ${best.share} times its features, as the validation photos like best`,
    );
  const { vectors } = best;
  const fitted = await fitHead(
    labelled(vectors, 'train'),
    labelled(vectors, 'validation'),
    skus.length,
    signal,
  );
  return { ...best, fitted };
}

/** A part that varies as much as its share says, over the training photos. */
function partOf(
  encoder: SpacePart['encoder'],
  vectors: Matrix,
  { train }: PhotoSplit,
  share: number,
): SpacePart {
  return { encoder, scale: share / spread(firstRows(vectors, train.length)) };
}

interface Fitted {
  readonly parts: readonly SpacePart[];
  readonly vectors: Readonly<Record<keyof PhotoSplit, Matrix>>;
  readonly fitted: FittedHead;
  readonly share: number;
}

function shared(all: Matrix, { train, validation, test }: PhotoSplit): Fitted['vectors'] {
  const rows = (from: number, count: number) =>
    selectRows(
      all,
      Array.from({ length: count }, (_, i) => from + i),
    );
  return {
    train: rows(0, train.length),
    validation: rows(train.length, validation.length),
    test: rows(train.length + validation.length, test.length),
  };
}

function firstRows({ cols, data }: Matrix, rows: number): Matrix {
  return { rows, cols, data: data.subarray(0, rows * cols) };
}

function classesOf(photos: readonly ProductPhoto[], skus: readonly string[]): number[] {
  const place = new Map(skus.map((sku, i) => [sku, i]));
  return photos.map(({ sku }) => place.get(sku) as number);
}

/** The head with the scales of its parts put into the weights. */
export function unscaledHead({
  parts,
  fitted: { head },
}: Pick<TrainedPhotos, 'parts' | 'fitted'>): LinearHead {
  let d = 0;
  const weights = head.weights.slice();
  for (const { encoder, scale } of parts)
    for (let end = d + encoder.dim; d < end; d++)
      for (let c = 0; c < head.classes; c++) weights[d * head.classes + c] *= scale;
  return { ...head, weights };
}
