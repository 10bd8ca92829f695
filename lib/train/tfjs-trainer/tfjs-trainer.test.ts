import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { floatTensor } from '../../onnx/index.js';
import { createRandom } from '../../vectors/index.js';
import { adam, type FitBatch, fit } from '../index.js';
import type { Trainer } from '../trainer-types.js';
import { tfjsTrainer } from './index.js';

beforeAll(() => tf.setBackend('cpu'));
afterAll(() => tf.disposeVariables());

const random = createRandom(3);
const normals = (n: number) => Float32Array.from({ length: n }, () => random.normal());
const batches: FitBatch[] = Array.from({ length: 4 }, () => ({
  x: floatTensor(normals(4 * 6 * 6 * 2), [4, 6, 6, 2]),
  y: [
    floatTensor(normals(4), [4, 1]),
    floatTensor(
      normals(4).map((x) => Number(x > 0)),
      [4, 1],
    ),
  ],
  rows: 4,
}));
const first = Array.from({ length: 8 }, () => normals(600));

function network(): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [6, 6, 2], filters: 3, kernelSize: 3, activation: 'elu' }),
      tf.layers.batchNormalization({ momentum: 0.9 }),
      tf.layers.globalAveragePooling2d({}),
      tf.layers.dense({ units: 2, kernelRegularizer: tf.regularizers.l2({ l2: 0.01 }) }),
    ],
  });
  model.setWeights(
    model.getWeights().map(({ shape, size }, i) => tf.tensor(first[i].slice(0, size).map(Math.abs), shape)),
  );
  return model;
}

const column = (outputs: tf.Tensor, at: number) => outputs.slice([0, at], [-1, 1]);
const score = (y: tf.Tensor, outputs: tf.Tensor) =>
  tf.losses.meanSquaredError(y, column(outputs, 0)).asScalar();
const passes = (y: tf.Tensor, outputs: tf.Tensor) =>
  tf.losses.sigmoidCrossEntropy(y, column(outputs, 1)).asScalar();
const losses = [{ loss: score, weight: 0.7 }, { loss: passes }];
const data = {
  async *train() {
    yield* batches;
  },
  async *validation() {
    yield batches[0];
  },
};
const numbers = (tensors: tf.Tensor[]) => tensors.flatMap((tensor) => [...tensor.dataSync()]);

async function trained(model: tf.LayersModel): Promise<{ trainer: Trainer; notes: string[] }> {
  const notes: string[] = [];
  const trainer = await tfjsTrainer(model, { losses, onNote: (line) => notes.push(line) });
  return { trainer, notes };
}

test("three epochs give the weights and batch-norm statistics of TensorFlow.js's own fit", async () => {
  const model = network();
  const { trainer, notes } = await trained(model);
  expect(notes[0]).toMatch(/trained by TensorFlow\.js on its (cpu|tensorflow) backend, .* slower/);
  expect([...trainer.parameters.keys()].map((name) => name.split('/')[1])).toEqual([
    'kernel',
    'bias',
    'gamma',
    'beta',
    'kernel',
    'bias',
  ]);
  const history = await fit(trainer, data, {
    epochs: 3,
    optimizer: adam({ learningRate: 0.01 }),
    lossNames: ['a', 'b'],
  });
  expect(Object.keys(history.epochs[0].logs)).toEqual([
    'loss',
    'a_loss',
    'b_loss',
    'val_loss',
    'val_a_loss',
    'val_b_loss',
  ]);

  const reference = network();
  const both = (y: tf.Tensor, outputs: tf.Tensor) =>
    score(column(y, 0), outputs)
      .mul(0.7)
      .add(passes(column(y, 1), outputs));
  reference.compile({ optimizer: tf.train.adam(0.01), loss: both });
  for (let epoch = 0; epoch < 3; epoch++) {
    for (const { x, y } of batches) {
      const targets = tf.concat(
        y.map((target) => tf.tensor2d(target.data as Float32Array, [4, 1])),
        1,
      );
      await reference.trainOnBatch(tf.tensor(x.data as Float32Array, [4, 6, 6, 2]), targets);
    }
  }
  const wanted = numbers(reference.getWeights());
  const got = numbers(model.getWeights());
  expect(got).toHaveLength(wanted.length);
  got.forEach((value, i) => {
    expect(value).toBeCloseTo(wanted[i], 5);
  });
  await trainer.close();
});

test('steps hold no tensors, and weights changed from outside are used', async () => {
  const model = network();
  const { trainer } = await trained(model);
  await trainer.step(batches[0], () => {});
  const before = tf.memory().numTensors;
  for (const batch of batches) await trainer.step(batch, () => {});
  const { loss } = await trainer.evaluate(batches[0]);
  expect(tf.memory().numTensors).toBe(before);
  for (const values of trainer.parameters.values()) values.fill(0);
  const { outputs, loss: other } = await trainer.evaluate(batches[0]);
  expect([...(outputs.data as Float32Array)]).toEqual(Array(8).fill(0));
  expect(other).not.toBe(loss);
  await trainer.close();
});

test('frozen layers stay as they are; several outputs are refused', async () => {
  const model = network();
  model.layers[0].trainable = false;
  const { trainer } = await trained(model);
  expect(trainer.parameters.size).toBe(4);
  await trainer.close();
  const input = tf.input({ shape: [2] });
  const dense = () => tf.layers.dense({ units: 1 }).apply(input) as tf.SymbolicTensor;
  const two = tf.model({ inputs: input, outputs: [dense(), dense()] });
  await expect(trained(two)).rejects.toThrow('has 1 inputs and 2 outputs');
});
