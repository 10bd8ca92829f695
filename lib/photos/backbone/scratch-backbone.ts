import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs';
import { PixelCache } from '../../images/index.js';
import type { JobContext } from '../../jobs/job.js';
import { floatTensor } from '../../onnx/index.js';
import {
  adam,
  cosine,
  createTrainer,
  earlyStopping,
  epochLine,
  type FitBatch,
  fit,
  imageBatches,
  type Metric,
  warmUp,
} from '../../train/index.js';
import { networkParts, pictureTrunk, throughLayers } from '../../train/networks/index.js';
import { tensorflow } from '../../train/tensorflow/index.js';
import type { ProductPhoto } from '../data/photo.js';
import type { PhotoSplit } from '../data/split.js';
import type { Backbone } from './backbone.js';
import { backboneOf } from './layers-backbone.js';

const side = 96;
const batchSize = 16;
const epochs = 40;
/** Photos are mirrored too: a product stays what it is. */
const augment = { flip: true, brightness: 0.15, contrast: 0.15 };

/**
 * A small network that is trained from scratch on the photos themselves, where no weights are to be had. Stopped, the
 * same call goes on after its last finished epoch.
 */
export async function scratchBackbone(
  { train, validation }: PhotoSplit,
  skus: readonly string[],
  options: Pick<JobContext, 'signal' | 'step' | 'note'> & {
    readonly seed: number;
    readonly dataHash: string;
    readonly reason: string;
  },
): Promise<Backbone> {
  const { seed, signal, step, note } = options;
  const tf = await tensorflow();
  const parts = networkParts(tf, seed);
  const pixels = tf.input({ shape: [side, side, 3], name: 'pixels' });
  const seen = pictureTrunk(parts, pixels);
  const outputs = throughLayers(
    seen,
    parts.layers.dense({
      units: skus.length,
      activation: 'softmax',
      kernelInitializer: parts.glorotUniform(),
      name: 'products',
    }),
  );
  const classifier = tf.model({ inputs: pixels, outputs, name: 'from_scratch' });
  const trainer = await createTrainer(classifier, {
    batchSize,
    input: 'uint8',
    dropoutSeed: seed,
    losses: [{ kind: 'categoricalCrossentropy' }],
  });
  const cache = new PixelCache({ height: side, width: side, resize: 'area' });
  const size = { height: side, width: side, batchSize, seed, resize: 'area' as const, cache };
  const trainBatches = Math.ceil(train.length / batchSize);
  try {
    await fit(
      trainer,
      {
        train: (epoch) => labelled(train, skus, { ...size, epoch, shuffle: true, augment }),
        validation: () => labelled(validation, skus, size),
        trainBatches,
      },
      {
        epochs,
        optimizer: adam({ learningRate: 0.001 }),
        schedule: warmUp(1, cosine({ epochs })),
        lossNames: ['products'],
        metrics: { accuracy },
        signal,
        onNote: note,
        callbacks: [
          earlyStopping({ patience: 12 }),
          {
            name: 'jobProgress',
            onEpochEnd: (record) => {
              step('Training', record.epoch, epochs);
              if (record.epoch % 5 === 0) note(`epoch ${record.epoch}/${epochs}: ${epochLine(record)}`);
            },
          },
        ],
        checkpoint: {
          job: 'photos',
          config: { side, batchSize, epochs, seed, skus, version: 1 },
          dataHash: options.dataHash,
        },
      },
    );
  } finally {
    await trainer.close();
    await cache.close();
  }
  const layers: LayersModel = tf.model({
    inputs: pixels,
    outputs: seen as SymbolicTensor,
    name: 'from_scratch',
  });
  return backboneOf(
    layers,
    `a network of ${side} px, trained from scratch on ${train.length} photos`,
    options.reason,
  );
}

async function* labelled(
  photos: readonly ProductPhoto[],
  skus: readonly string[],
  options: Parameters<typeof imageBatches>[1],
): AsyncGenerator<FitBatch> {
  const files = photos.map(({ path }) => path);
  for await (const { x, indices } of imageBatches(files, options)) {
    const y = new Float32Array(indices.length * skus.length);
    indices.forEach((i, row) => {
      y[row * skus.length + skus.indexOf(photos[i].sku)] = 1;
    });
    yield {
      x,
      y: [floatTensor(y, [indices.length, skus.length])],
      rows: indices.length,
      files: indices.map((i) => files[i]),
    };
  }
}

/** Share of photos whose product is the most likely one. */
const accuracy: Metric = ({ data, dims: [rows, columns] }, [wanted]) => {
  const outputs = data as Float32Array;
  const most = (values: ArrayLike<number>, row: number) => {
    let best = 0;
    for (let c = 1; c < columns; c++) if (values[row * columns + c] > values[row * columns + best]) best = c;
    return best;
  };
  let right = 0;
  for (let row = 0; row < rows; row++)
    right += Number(most(outputs, row) === most(wanted.data as Float32Array, row));
  return right / rows;
};
