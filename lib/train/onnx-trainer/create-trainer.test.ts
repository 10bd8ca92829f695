import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../errors/index.js';
import { floatTensor, type Tensor } from '../../onnx/index.js';
import { createRandom } from '../../vectors/index.js';
import { adam, type Optimizer, sgd } from '../optimizers/index.js';
import type { TrainBatch } from '../trainer-types.js';
import { createTrainer, frozenFeatures, type Loss } from './index.js';

const { layers } = tf;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

type Apply = (x: tf.SymbolicTensor) => tf.SymbolicTensor;
const chain =
  (...parts: tf.layers.Layer[]): Apply =>
  (x) =>
    parts.reduce((y, layer) => layer.apply(y) as tf.SymbolicTensor, x);

/** A model with random weights, the same for the same seed; variances are positive. */
function network(inputShape: number[], apply: Apply, seed = 5): tf.LayersModel {
  const x = tf.input({ shape: inputShape });
  const model = tf.model({ inputs: x, outputs: apply(x) });
  const random = createRandom(seed);
  const values = model.weights.map(({ originalName, shape }) => {
    const dims = shape as number[];
    const fan = dims.slice(0, -1).reduce((product, dim) => product * dim, 1);
    const one =
      originalName.endsWith('variance') || originalName.endsWith('gamma')
        ? () => 0.5 + random.uniform()
        : () => (random.normal() * Math.SQRT2) / Math.sqrt(fan > 1 ? fan : 4);
    return tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(dims) }, one), dims);
  });
  model.setWeights(values);
  tf.dispose(values);
  return model;
}

function tensorOf(dims: number[], seed: number): Tensor {
  const random = createRandom(seed);
  const length = dims.reduce((product, dim) => product * dim, 1);
  return floatTensor(
    Float32Array.from({ length }, () => random.normal()),
    dims,
  );
}

function batchOf(model: tf.LayersModel, rows: number, seed: number): TrainBatch {
  const dims = (tensor: tf.SymbolicTensor) => [rows, ...(tensor.shape.slice(1) as number[])];
  return {
    x: tensorOf(dims(model.inputs[0]), seed),
    y: [tensorOf(dims(model.outputs[0]), seed + 100)],
    rows,
  };
}

const toTf = ({ data, dims }: Tensor) => tf.tensor(data as Float32Array, [...dims]);
const mse: Loss[] = [{ kind: 'meanSquaredError' }];

/** Ten steps here and in TensorFlow.js from the same weights over the same batches: the largest difference of any weight. */
async function difference(
  build: () => tf.LayersModel,
  {
    optimizer,
    reference,
    sizes = new Array<number>(10).fill(4),
  }: {
    optimizer: Optimizer;
    reference: tf.Optimizer;
    sizes?: number[];
  },
): Promise<number> {
  const [ours, theirs] = [build(), build()];
  theirs.compile({ optimizer: reference, loss: 'meanSquaredError' });
  const trainer = await createTrainer(ours, { losses: mse, batchSize: 4 });
  const before = ours.getWeights().map((weight) => weight.dataSync().slice());
  for (const [i, rows] of sizes.entries()) {
    const batch = batchOf(ours, rows, i);
    const { loss } = await trainer.step(batch, (gradients) => optimizer.apply(trainer.parameters, gradients));
    const [x, y] = [toTf(batch.x), toTf(batch.y[0])];
    const expected = (await theirs.trainOnBatch(x, y)) as number;
    expect(Math.abs(loss - expected) / Math.max(1, Math.abs(expected))).toBeLessThan(1e-4);
    tf.dispose([x, y]);
  }
  trainer.writeBack();
  await trainer.close();
  let worst = 0;
  let moved = 0;
  const others = theirs.getWeights();
  for (const [i, weight] of ours.getWeights().entries()) {
    const [a, b] = [weight.dataSync(), others[i].dataSync()];
    for (let j = 0; j < a.length; j++) {
      worst = Math.max(worst, Math.abs(a[j] - b[j]));
      moved = Math.max(moved, Math.abs(a[j] - before[i][j]));
    }
  }
  expect(moved).toBeGreaterThan(1e-3);
  return worst;
}

const head = [layers.globalAveragePooling2d, () => layers.dense({ units: 2 })];
const headOf = (x: tf.SymbolicTensor) => head.reduce((y, make) => make({}).apply(y) as tf.SymbolicTensor, x);

const networks: Record<string, [number[], () => Apply]> = {
  'strided Conv2D, same': [
    [7, 8, 3],
    () =>
      chain(layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' })),
  ],
  'DepthwiseConv2D and ReLU6': [
    [6, 6, 3],
    () =>
      chain(
        layers.depthwiseConv2d({ kernelSize: 3, strides: 2, padding: 'same' }),
        layers.reLU({ maxValue: 6 }),
        layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, padding: 'same' }),
      ),
  ],
  'SeparableConv2D, tanh': [
    [6, 6, 3],
    () => chain(layers.separableConv2d({ filters: 4, kernelSize: 3, activation: 'tanh' })),
  ],
  'batch norm, pool, as in the ad-quality network': [
    [8, 8, 3],
    () =>
      chain(
        layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'relu' }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.batchNormalization({ momentum: 0.9 }),
        layers.conv2d({ filters: 17, kernelSize: 3, padding: 'same', activation: 'relu' }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.batchNormalization(),
        layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same' }),
      ),
  ],
  'ZeroPadding2D, overlapping and average pools': [
    [7, 7, 3],
    () =>
      chain(
        layers.zeroPadding2d({
          padding: [
            [0, 1],
            [1, 0],
          ],
        }),
        layers.conv2d({ filters: 3, kernelSize: 2, activation: 'sigmoid' }),
        layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
        // Valid, because TensorFlow.js's gradient of padded average pools divides by pixels that its average leaves out.
        layers.averagePooling2d({ poolSize: 2, strides: 1 }),
      ),
  ],
  'an inverted residual block with swish and squeeze and excitation': [
    [5, 5, 4],
    () => (x) => {
      const wide = chain(
        layers.conv2d({ filters: 8, kernelSize: 1, useBias: false }),
        layers.batchNormalization({ momentum: 0.9 }),
        layers.activation({ activation: 'swish' as 'relu' }),
      )(x);
      const gate = chain(
        layers.globalAveragePooling2d({}),
        layers.reshape({ targetShape: [1, 1, 8] }),
        layers.conv2d({ filters: 2, kernelSize: 1, activation: 'swish' as 'relu' }),
        layers.conv2d({ filters: 8, kernelSize: 1, activation: 'sigmoid' }),
      )(wide);
      const weighed = layers.multiply().apply([wide, gate]) as tf.SymbolicTensor;
      const narrow = layers.conv2d({ filters: 4, kernelSize: 1 }).apply(weighed) as tf.SymbolicTensor;
      return layers.add().apply([x, narrow]) as tf.SymbolicTensor;
    },
  ],
  'Flatten, Dense, batch norm of rows, elu, Concatenate': [
    [2, 3, 3],
    () => (x) => {
      const rows = chain(layers.flatten(), layers.dense({ units: 5, activation: 'elu' }))(x);
      const normal = layers.batchNormalization({ momentum: 0.9 }).apply(rows) as tf.SymbolicTensor;
      const joined = layers.concatenate().apply([rows, normal]) as tf.SymbolicTensor;
      return layers.reshape({ targetShape: [1, 2, 5] }).apply(joined) as tf.SymbolicTensor;
    },
  ],
};

describe('ten steps give the weights that TensorFlow.js gives', () => {
  it.each(Object.entries(networks))('%s, SGD', async (_, [inputShape, body]) => {
    const build = () => network(inputShape, (x) => headOf(body()(x)));
    const rates = { optimizer: sgd({ learningRate: 0.02 }), reference: tf.train.sgd(0.02) };
    expect(await difference(build, rates)).toBeLessThan(1e-4);
  });

  it('Adam, and smaller batches in between', async () => {
    const [inputShape, body] = networks['an inverted residual block with swish and squeeze and excitation'];
    const build = () => network(inputShape, (x) => headOf(body()(x)));
    const rates = { optimizer: adam({ learningRate: 0.003 }), reference: tf.train.adam(0.003) };
    const sizes = [4, 4, 3, 4, 4, 3, 2, 4, 4, 3];
    expect(await difference(build, { ...rates, sizes })).toBeLessThan(1e-4);
  });
});

describe('losses', () => {
  const column = (outputs: tf.Tensor, at: number) => outputs.slice([0, at], [-1, 1]);
  const references: [string, Loss, (y: tf.Tensor, outputs: tf.Tensor) => tf.Tensor][] = [
    [
      'huber',
      { kind: 'huber', column: 0, scale: 0.5, delta: 0.3 },
      (y, p) => tf.losses.huberLoss(y.mul(0.5), column(p, 0).mul(0.5), undefined, 0.3),
    ],
    [
      'binaryCrossentropy',
      { kind: 'binaryCrossentropy', column: 1 },
      (y, p) => tf.metrics.binaryCrossentropy(y, column(p, 1)).mean(),
    ],
    [
      'binaryCrossentropy from logits',
      { kind: 'binaryCrossentropy', column: 1, fromLogits: true },
      (y, p) => tf.losses.sigmoidCrossEntropy(y, column(p, 1)),
    ],
    [
      'meanSquaredError of a column',
      { kind: 'meanSquaredError', column: 2 },
      (y, p) => tf.losses.meanSquaredError(y, column(p, 2)),
    ],
    [
      'categoricalCrossentropy',
      { kind: 'categoricalCrossentropy' },
      (y, p) => tf.metrics.categoricalCrossentropy(y, p).mean(),
    ],
  ];
  const build = () =>
    network(
      [3],
      chain(
        layers.dense({ units: 6, activation: 'relu' }),
        layers.dense({ units: 3, activation: 'sigmoid' }),
      ),
    );
  const labels = (loss: Loss): Tensor => {
    const width = loss.kind === 'categoricalCrossentropy' ? 3 : 1;
    const ones = Float32Array.from({ length: 4 * width }, (_, i) => Number(i % (width === 1 ? 2 : 4) === 0));
    return floatTensor(ones, [4, width]);
  };

  it.each(references)('%s, as TensorFlow.js has it', async (_, loss, reference) => {
    const model = build();
    const trainer = await createTrainer(model, { losses: [loss], batchSize: 4 });
    const y = labels(loss);
    const x = tensorOf([4, 3], 1);
    let found: ReadonlyMap<string, Float32Array> = new Map();
    const result = await trainer.step({ x, y: [y], rows: 4 }, (gradients) => {
      found = gradients;
    });
    const input = toTf(x);
    const { value, grads } = tf.variableGrads(() =>
      reference(toTf(y), model.apply(input, { training: true }) as tf.Tensor).asScalar(),
    );
    expect(result.loss).toBeCloseTo(value.dataSync()[0], 5);
    for (const weight of model.trainableWeights) {
      const expected = grads[(weight.read() as tf.Variable).name].dataSync();
      for (const [i, d] of (found.get(weight.originalName) ?? []).entries())
        expect(d).toBeCloseTo(expected[i], 5);
    }
    const evaluated = await trainer.evaluate({ x, y: [y], rows: 4 });
    expect(evaluated.loss).toBeCloseTo(result.loss, 6);
    expect(evaluated.outputs.dims).toEqual([4, 3]);
    await trainer.close();
  });

  it('adds up by weight, and says each part', async () => {
    const losses: Loss[] = [
      { kind: 'huber', column: 0, weight: 0.25 },
      { kind: 'binaryCrossentropy', column: 1, weight: 2 },
    ];
    const trainer = await createTrainer(build(), { losses, batchSize: 4 });
    const batch = { x: tensorOf([4, 3], 1), y: losses.map(labels), rows: 4 };
    const { loss, losses: parts } = await trainer.evaluate(batch);
    expect(loss).toBeCloseTo(0.25 * parts[0] + 2 * parts[1], 6);
    await expect(trainer.evaluate({ ...batch, y: batch.y.slice(1) })).rejects.toThrow(
      'y[1] of loss binaryCrossentropy',
    );
    await expect(trainer.step({ ...batch, rows: 5 }, () => {})).rejects.toThrow('x of shape [4,3]');
    await trainer.close();
  });
});

describe('createTrainer', () => {
  const dropping = () =>
    network(
      [6],
      chain(
        layers.dense({ units: 40, activation: 'tanh' }),
        layers.dropout({ rate: 0.5 }),
        layers.dense({ units: 1 }),
      ),
    );

  it('drops the same for the same seed, epoch and step, and nothing in evaluation', async () => {
    const batch = batchOf(dropping(), 4, 1);
    const lossesOf = async (dropoutSeed: number, epochs = [1]) => {
      const trainer = await createTrainer(dropping(), { losses: mse, batchSize: 4, dropoutSeed });
      const found = [];
      for (const epoch of epochs) {
        trainer.beginEpoch?.(epoch);
        for (let i = 0; i < 3; i++) found.push((await trainer.step(batch, () => {})).loss);
      }
      found.push((await trainer.evaluate(batch)).loss);
      await trainer.close();
      return found;
    };
    const [first, again, other, both, resumed] = [
      await lossesOf(1),
      await lossesOf(1),
      await lossesOf(2),
      await lossesOf(1, [1, 2]),
      await lossesOf(1, [2]),
    ];
    expect(again).toEqual(first);
    expect(new Set([...first, ...other]).size).toBe(7);
    expect(both).toEqual([...first.slice(0, 3), ...resumed]);
    expect(resumed[0]).not.toBe(first[0]);
  });

  it('takes bytes as it takes their values as floats', async () => {
    const build = () => network([4, 4, 3], (x) => headOf(chain(layers.rescaling({ scale: 1 / 255 }))(x)));
    const data = Uint8Array.from({ length: 96 }, (_, i) => (i * 37) % 256);
    const y = [tensorOf([2, 2], 3)];
    const found = [];
    for (const type of ['uint8', 'float32'] as const) {
      const trainer = await createTrainer(build(), { losses: mse, batchSize: 2, input: type });
      const x = { type, dims: [2, 4, 4, 3], data: type === 'uint8' ? data : Float32Array.from(data) };
      found.push((await trainer.step({ x, y, rows: 2 }, () => {})).loss);
      await trainer.close();
    }
    expect(found[0]).toBe(found[1]);
  });

  it('trains on the features of a frozen front as on the pictures', async () => {
    const build = () => {
      const model = network(
        [6, 6, 3],
        chain(
          layers.conv2d({ filters: 4, kernelSize: 3, activation: 'relu' }),
          layers.batchNormalization(),
          layers.globalAveragePooling2d({}),
          layers.dropout({ rate: 0.3 }),
          layers.dense({ units: 2 }),
        ),
      );
      for (const layer of model.layers.slice(0, 3)) layer.trainable = false;
      return model;
    };
    const [whole, cut] = [build(), build()];
    const front = await frozenFeatures(cut);
    expect(front.shape).toEqual([4]);
    const trainers = [
      await createTrainer(whole, { losses: mse, batchSize: 4 }),
      await createTrainer(cut, { losses: mse, batchSize: 4, input: 'features' }),
    ];
    expect([...trainers[0].state.keys()]).toEqual([]);
    for (let i = 0; i < 3; i++) {
      const batch = batchOf(whole, 4, i);
      const batches = [batch, { ...batch, x: await front.extract(batch.x) }];
      const found = [];
      for (const [j, trainer] of trainers.entries()) {
        const optimizer = sgd({ learningRate: 0.1 });
        found.push(
          (await trainer.step(batches[j], (gradients) => optimizer.apply(trainer.parameters, gradients)))
            .loss,
        );
        found.push((await trainer.evaluate(batches[j])).loss);
      }
      expect(found[2]).toBeCloseTo(found[0], 5);
      expect(found[3]).toBeCloseTo(found[1], 5);
    }
    await Promise.all([front, ...trainers].map((one) => one.close()));
    await expect(frozenFeatures(dropping())).rejects.toThrow('no frozen layer in front');
  });

  it('refuses what cannot be trained so, in one line', async () => {
    const refused = async (apply: Apply, message: string, losses: Loss[] = mse) => {
      const error = await createTrainer(network([4], apply), { losses }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(UserError);
      expect(String(error)).toContain(message);
    };
    const l2 = tf.regularizers.l2({ l2: 0.1 });
    await refused(chain(layers.dense({ units: 1, kernelRegularizer: l2 })), 'kernelRegularizer');
    await refused(chain(layers.dense({ units: 1, trainable: false })), 'no trainable weights');
    await refused(chain(layers.dense({ units: 2 })), 'about column 2', [{ kind: 'huber', column: 2 }]);
    await refused(chain(layers.dense({ units: 2 })), 'losses.0.delta is -1', [
      { kind: 'huber', column: 0, delta: -1 },
    ]);
    await refused(
      chain(layers.reshape({ targetShape: [2, 2] }), layers.dense({ units: 2 })),
      'shape [n, 2,2]',
    );
  });
});
