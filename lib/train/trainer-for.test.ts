import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { floatTensor } from '../onnx/index.js';
import { createRandom } from '../vectors/index.js';
import { adam, type Callback, type FitBatch, fit } from './index.js';
import type { Loss } from './onnx-trainer/losses.js';
import { tfjsTrainer } from './tfjs-trainer/index.js';
import { trainerFor } from './trainer-for.js';
import type { Trainer } from './trainer-types.js';

let folder: string;
beforeAll(async () => {
  await tf.setBackend('cpu');
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-trainer-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const random = createRandom(3);
const normals = (n: number) => Float32Array.from({ length: n }, () => random.normal());
const batches: FitBatch[] = Array.from({ length: 4 }, () => ({
  x: floatTensor(normals(4 * 6 * 6 * 2), [4, 6, 6, 2]),
  y: [floatTensor(normals(4)), floatTensor(normals(4).map((x) => Number(x > 0)))],
  rows: 4,
}));
const data = {
  async *train() {
    yield* batches;
  },
  async *validation() {
    yield batches[0];
  },
};
const losses: Loss[] = [
  { kind: 'huber', column: 0, scale: 0.5, delta: 0.4, weight: 0.7 },
  { kind: 'binaryCrossentropy', column: 1 },
];

let first: tf.Tensor[] | undefined;
/** A network whose first weights are the same each time. */
function network({ dropout = false, regularized = false } = {}): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        name: 'conv',
        inputShape: [6, 6, 2],
        filters: 3,
        kernelSize: 3,
        activation: 'relu',
      }),
      tf.layers.batchNormalization({ name: 'norm', momentum: 0.9 }),
      tf.layers.globalAveragePooling2d({ name: 'pool' }),
      ...(dropout ? [tf.layers.dropout({ name: 'drop', rate: 0.4 })] : []),
      tf.layers.dense({
        name: 'out',
        units: 2,
        activation: 'sigmoid',
        ...(regularized ? { kernelRegularizer: tf.regularizers.l2({ l2: 0.01 }) } : {}),
      }),
    ],
  });
  first ??= model.getWeights().map((weight) => weight.clone());
  model.setWeights(first);
  return model;
}

const options = { losses, batchSize: 4, onNote: () => {} };
const numbers = ({ parameters, state }: Trainer) =>
  [...parameters.entries(), ...state.entries()].flatMap(([name, x]) =>
    Array.from(x, (v) => [name, v] as const),
  );

test('the ONNX trainer and the one by TensorFlow.js give the same weights and losses', async () => {
  const trainers = [await trainerFor(network(), options), await tfjsTrainer(network(), options)];
  const histories = [];
  for (const trainer of trainers) {
    histories.push(await fit(trainer, data, { epochs: 3, optimizer: adam({ learningRate: 0.01 }) }));
  }
  const [onnx, tfjs] = trainers.map(numbers);
  expect(onnx.map(([name]) => name)).toEqual(tfjs.map(([name]) => name));
  onnx.forEach(([, value], i) => {
    expect(value).toBeCloseTo(tfjs[i][1], 4);
  });
  const [ours, theirs] = histories.map(({ epochs }) => epochs[2].logs);
  expect(Object.keys(ours)).toContain('val_part2_loss');
  for (const name of Object.keys(ours)) expect(ours[name]).toBeCloseTo(theirs[name], 4);
  await Promise.all(trainers.map((trainer) => trainer.close()));
});

test('with dropout too, a resumed training ends with the same weights bit for bit', async () => {
  const run = async (root: string, callbacks: Callback[] = []) => {
    const trainer = await trainerFor(network({ dropout: true }), options);
    const checkpoint = { job: 'dropout', config: {}, dataHash: 'x', root: path.join(folder, root) };
    const done = fit(trainer, data, {
      epochs: 4,
      optimizer: adam(),
      checkpoint,
      callbacks,
      onNote: () => {},
    });
    return done.then(() => numbers(trainer)).finally(() => trainer.close());
  };
  const whole = await run('whole');
  const onBatchEnd: Callback['onBatchEnd'] = (batch, _result, { history }) => {
    if (history.epochs.length === 2 && batch === 2) throw new Error('crash');
  };
  await expect(run('crashed', [{ name: 'crash', onBatchEnd }])).rejects.toThrow('crash');
  expect(await run('crashed')).toEqual(whole);
});

test('a model that ONNX graphs do not train is trained by TensorFlow.js, and a note says why', async () => {
  const notes: string[] = [];
  const trainer = await trainerFor(network({ regularized: true }), {
    ...options,
    onNote: (line) => notes.push(line),
  });
  expect(notes[0]).toMatch(/^layer out has a kernelRegularizer/);
  expect(notes[1]).toMatch(/is trained by TensorFlow\.js on its (cpu|tensorflow) backend/);
  await fit(trainer, data, { epochs: 1, optimizer: adam() });
  await trainer.close();
});
