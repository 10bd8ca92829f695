import type { LayersModel } from '@tensorflow/tfjs';
import { floatTensor } from '../../onnx/index.js';
import {
  adamW,
  createTrainer,
  earlyStopping,
  type FitBatch,
  fit,
  reduceLROnPlateau,
} from '../../train/index.js';
import { tensorflow } from '../../train/tensorflow/index.js';
import { randomStream } from '../../vectors/index.js';
import { holdOut } from '../folds.js';
import type { CheckedNeuralNetwork } from '../neural-network.js';
import type { NetworkLayer } from './forward.js';

/** Rows that are evaluated at once. */
const evaluationRows = 4096;

/** The weights of a network that gives the target from the columns, all of which are standardised. */
export async function trainNetwork(
  columns: readonly Float64Array[],
  target: Float64Array,
  groups: readonly string[] | undefined,
  options: CheckedNeuralNetwork,
): Promise<NetworkLayer[]> {
  const { learningRate, weightDecay, epochs, seed } = options;
  const rows = target.length;
  const stopping = options.earlyStopping;
  const parts = stopping
    ? holdOut({ rows, groups }, stopping.validationPart, randomStream(seed, 'held'))
    : undefined;
  const train = Array.from(parts?.train ?? target.keys());
  const batches = Math.ceil(train.length / options.batchSize);
  // Of one size, so that one graph serves them all: up to `batches` − 1 rows, others each epoch, are left out.
  const batchSize = Math.floor(train.length / batches);
  const batchOf = (chosen: ArrayLike<number>): FitBatch => {
    const x = new Float32Array(chosen.length * columns.length);
    columns.forEach((column, j) => {
      for (let i = 0; i < chosen.length; i++) x[i * columns.length + j] = column[chosen[i]];
    });
    const y = Float32Array.from(chosen, (i) => target[i]);
    return { x: floatTensor(x, [chosen.length, columns.length]), y: [floatTensor(y)], rows: chosen.length };
  };
  async function* epochOf(epoch: number) {
    const shuffled = randomStream(seed, 'epoch', epoch).shuffle(train);
    for (let b = 0; b < batches; b++) yield batchOf(shuffled.slice(b * batchSize, (b + 1) * batchSize));
  }
  async function* heldOut(held: Int32Array) {
    for (let i = 0; i < held.length; i += evaluationRows) yield batchOf(held.subarray(i, i + evaluationRows));
  }

  const model = await network(columns.length, options);
  try {
    const trainer = await createTrainer(model, {
      losses: [{ kind: 'meanSquaredError' }],
      batchSize,
      dropoutSeed: seed,
      // The products are too small to be worth dividing.
      threads: 1,
    });
    try {
      const held = parts?.held;
      await fit(
        trainer,
        { train: epochOf, trainBatches: batches, ...(held && { validation: () => heldOut(held) }) },
        {
          epochs,
          optimizer: adamW({ learningRate, weightDecay }),
          callbacks: stopping
            ? [
                earlyStopping({ patience: stopping.patience }),
                reduceLROnPlateau({ factor: 0.5, patience: Math.ceil(stopping.patience / 3) }),
              ]
            : [],
        },
      );
    } finally {
      await trainer.close();
    }
    const weights = model.getWeights().map((weight) => weight.dataSync().slice() as Float32Array);
    return Array.from({ length: weights.length / 2 }, (_, l) => ({
      kernel: weights[2 * l],
      bias: weights[2 * l + 1],
    }));
  } finally {
    model.dispose();
  }
}

async function network(features: number, options: CheckedNeuralNetwork): Promise<LayersModel> {
  const { hidden, dropout, seed } = options;
  const tf = await tensorflow();
  await tf.ready();
  const model = tf.sequential({ name: 'neural_network' });
  hidden.forEach((units, l) => {
    model.add(
      tf.layers.dense({
        units,
        activation: 'relu',
        kernelInitializer: tf.initializers.heNormal({ seed: seed + l }),
        name: `hidden${l + 1}`,
        ...(l === 0 && { inputShape: [features] }),
      }),
    );
    if (dropout > 0) model.add(tf.layers.dropout({ rate: dropout, name: `dropout${l + 1}` }));
  });
  const kernelInitializer = tf.initializers.glorotUniform({ seed: seed + hidden.length });
  model.add(tf.layers.dense({ units: 1, kernelInitializer, name: 'output' }));
  return model;
}
