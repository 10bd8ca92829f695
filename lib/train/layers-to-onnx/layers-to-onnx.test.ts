import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomMobileNetV2 } from '../../bench/mobilenet.js';
import { createSession, encodeGraph, floatTensor, operatorCounts, type Tensor } from '../../onnx/index.js';
import { createRandom } from '../../vectors/index.js';
import { LayerError, layersToOnnx } from './index.js';

const { layers } = tf;
type Apply = (x: tf.SymbolicTensor) => tf.SymbolicTensor;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Random weights; variances are positive. */
function randomize(model: tf.LayersModel, seed: number): void {
  const random = createRandom(seed);
  const values = model.weights.map(({ originalName, shape }) => {
    const size = tf.util.sizeFromShape(shape as number[]);
    const positive = originalName.endsWith('variance');
    const one = () => (positive ? 0.5 + random.uniform() : random.uniform() - 0.4);
    return tf.tensor(Float32Array.from({ length: size }, one), shape as number[]);
  });
  model.setWeights(values);
  tf.dispose(values);
}

/** The largest difference between the graph's outputs and those of model.predict, relative to the largest number. */
async function difference(model: tf.LayersModel, rows: number, pixels?: Tensor): Promise<number> {
  const random = createRandom(rows);
  const shape = [rows, ...(model.inputs[0].shape.slice(1) as number[])];
  const size = shape.reduce((product, dim) => product * dim, 1);
  const x =
    pixels ??
    floatTensor(
      Float32Array.from({ length: size }, () => random.uniform() * 2 - 1),
      shape,
    );
  const graph = layersToOnnx(model, { inputType: x.type === 'uint8' ? 'uint8' : 'float32' });
  const session = await createSession(encodeGraph(graph), { device: 'cpu' });
  const results = await session.run({ input: x });
  await session.close();
  const expected = [
    model.predict(tf.tensor(Float32Array.from(x.data as Uint8Array), shape)),
  ].flat() as tf.Tensor[];
  let worst = 0;
  for (const [i, tensor] of expected.entries()) {
    const y = results[expected.length === 1 ? 'output' : `output${i}`];
    expect(y.dims).toEqual(tensor.shape);
    const values = Array.from(tensor.dataSync());
    const largest = Math.max(1, ...values.map(Math.abs));
    for (const [j, value] of values.entries()) {
      worst = Math.max(worst, Math.abs(value - Number(y.data[j])) / largest);
    }
  }
  tf.dispose(expected);
  return worst;
}

function functional(inputShape: number[], apply: Apply, seed = 7): tf.LayersModel {
  const x = tf.input({ shape: inputShape });
  const model = tf.model({ inputs: x, outputs: apply(x) });
  randomize(model, seed);
  return model;
}

const chain =
  (...parts: tf.layers.Layer[]): Apply =>
  (x) =>
    parts.reduce((y, layer) => layer.apply(y) as tf.SymbolicTensor, x);

/** The gate of EfficientNet: each channel is weighed by a number between 0 and 1. */
const squeezeAndExcite: Apply = (x) => {
  const gate = chain(
    layers.globalAveragePooling2d({}),
    layers.reshape({ targetShape: [1, 1, 4] }),
    layers.conv2d({ filters: 2, kernelSize: 1, activation: 'swish' as 'relu' }),
    layers.conv2d({ filters: 4, kernelSize: 1, activation: 'sigmoid' }),
  )(x);
  return layers.multiply().apply([x, gate]) as tf.SymbolicTensor;
};

const activations = ['relu', 'relu6', 'sigmoid', 'hardSigmoid', 'tanh', 'softmax', 'elu', 'swish', 'linear'];
const networks: [string, number[], () => Apply][] = [
  ...['same', 'valid'].flatMap((padding) =>
    [1, 2, 3].flatMap((strides): [string, number[], () => Apply][] => {
      const common = { padding: padding as 'same', strides, kernelSize: 3 };
      const pool = { padding: padding as 'same', strides, poolSize: 2 };
      const name = `${padding}, stride ${strides}`;
      return [
        [`Conv2D ${name}`, [9, 8, 3], () => chain(layers.conv2d({ ...common, filters: 4 }))],
        [
          `DepthwiseConv2D ${name}`,
          [8, 9, 3],
          () => chain(layers.depthwiseConv2d({ ...common, depthMultiplier: 2 })),
        ],
        [`MaxPooling2D ${name}`, [9, 8, 3], () => chain(layers.maxPooling2d(pool))],
        [`AveragePooling2D ${name}`, [9, 8, 3], () => chain(layers.averagePooling2d(pool))],
      ];
    }),
  ),
  [
    'Conv2D, dilated, without bias',
    [9, 9, 2],
    () =>
      chain(
        layers.conv2d({ filters: 3, kernelSize: [3, 2], dilationRate: 2, useBias: false, padding: 'same' }),
      ),
  ],
  [
    'SeparableConv2D',
    [7, 7, 3],
    () =>
      chain(layers.separableConv2d({ filters: 5, kernelSize: 3, depthMultiplier: 2, activation: 'relu' })),
  ],
  [
    'Dense on rows and on pictures',
    [3, 4, 5],
    () => chain(layers.dense({ units: 6, activation: 'tanh' }), layers.flatten(), layers.dense({ units: 2 })),
  ],
  [
    'BatchNormalization of pictures and rows',
    [4, 4, 3],
    () => chain(layers.batchNormalization({ scale: false }), layers.flatten(), layers.batchNormalization()),
  ],
  ...activations.map((activation): [string, number[], () => Apply] => [
    `Activation ${activation}`,
    [3, 3, 4],
    () => chain(layers.rescaling({ scale: 9 }), layers.activation({ activation: activation as 'relu' })),
  ]),
  [
    'ReLU, LeakyReLU, ELU, Softmax',
    [3, 3, 4],
    () =>
      chain(
        layers.leakyReLU({ alpha: 0.2 }),
        layers.elu(),
        layers.reLU({ maxValue: 0.7 }),
        layers.reLU(),
        layers.softmax({ axis: -1 }),
      ),
  ],
  ['GlobalMaxPooling2D', [3, 5, 4], () => chain(layers.globalMaxPooling2d({}))],
  [
    'ZeroPadding2D, Reshape, Permute, Dropout',
    [2, 3, 4],
    () =>
      chain(
        layers.zeroPadding2d({
          padding: [
            [0, 1],
            [2, 0],
          ],
        }),
        layers.reshape({ targetShape: [5, -1, 2] }),
        layers.permute({ dims: [3, 1, 2] }),
        layers.dropout({ rate: 0.5 }),
        layers.reshape({ targetShape: [60] }),
      ),
  ],
  ['Rescaling', [2, 3, 3], () => chain(layers.rescaling({ scale: 1 / 127.5, offset: -1 }))],
  [
    'Add, Average, Concatenate over a shared layer',
    [4, 4, 3],
    () => (x) => {
      const shared = layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same' });
      const a = shared.apply(x) as tf.SymbolicTensor;
      const b = shared.apply(a) as tf.SymbolicTensor;
      const sum = layers.add().apply([a, b, x]) as tf.SymbolicTensor;
      const mean = layers.average().apply([a, x]) as tf.SymbolicTensor;
      return layers.concatenate({ axis: -1 }).apply([sum, mean, x]) as tf.SymbolicTensor;
    },
  ],
  ['squeeze and excitation', [5, 5, 4], () => squeezeAndExcite],
  [
    'a nested model inside a nested model',
    [6, 6, 3],
    () => {
      const inner = tf.sequential({
        layers: [layers.conv2d({ inputShape: [6, 6, 3], filters: 2, kernelSize: 3 })],
      });
      const outer = tf.sequential({ layers: [inner, layers.batchNormalization()] });
      return chain(outer, layers.flatten(), layers.dense({ units: 2 }));
    },
  ],
];

describe('layersToOnnx predicts what TensorFlow.js predicts', () => {
  it.each(networks)('%s', async (_, inputShape, apply) => {
    expect(await difference(functional(inputShape, apply()), 3)).toBeLessThan(1e-5);
  });

  it('takes bytes', async () => {
    const model = functional([2, 2, 3], chain(layers.rescaling({ scale: 1 / 255 }), layers.flatten()));
    const data = Uint8Array.from({ length: 24 }, (_, i) => 10 * i);
    expect(await difference(model, 2, { type: 'uint8', dims: [2, 2, 2, 3], data })).toBeLessThan(1e-6);
  });

  it('gives every output of a model with several', async () => {
    const x = tf.input({ shape: [3, 3, 2] });
    const flat = layers.flatten().apply(x) as tf.SymbolicTensor;
    const outputs = [layers.dense({ units: 2 }).apply(flat), layers.dense({ units: 1 }).apply(flat), x];
    const model = tf.model({ inputs: x, outputs: outputs.slice(0, 2) as tf.SymbolicTensor[] });
    randomize(model, 3);
    expect(await difference(model, 2)).toBeLessThan(1e-5);
  });

  it('MobileNetV2, a model in a model', async () => {
    const model = randomMobileNetV2(tf);
    // 410,208 of α = 0.35 without its top, and 1280 · 100 + 100 + 100 · 2 of the two layers on it.
    expect(model.countParams()).toBe(538_508);
    expect(await difference(model, 1)).toBeLessThan(1e-4);
    expect(operatorCounts(layersToOnnx(model)).Transpose).toBe(1);
  });
});

describe('layersToOnnx refuses', () => {
  it.each<[string, number[], () => Apply, string | RegExp]>([
    [
      'a layer without a rule',
      [4, 4, 3],
      () => chain(layers.upSampling2d({})),
      /kind UpSampling2D .* Conv2D, /,
    ],
    [
      'an unknown activation',
      [4],
      () => chain(layers.activation({ activation: 'selu' })),
      'activation "selu"',
    ],
    [
      'a batch norm over rows',
      [4, 4, 3],
      () => chain(layers.batchNormalization({ axis: 1 })),
      'normalises axis 1',
    ],
  ])('%s', (_, inputShape, apply, message) => {
    const model = functional(inputShape, apply());
    expect(() => layersToOnnx(model)).toThrow(LayerError);
    expect(() => layersToOnnx(model)).toThrow(message);
  });

  it('pictures of unknown size', () => {
    const model = tf.sequential({
      layers: [layers.conv2d({ inputShape: [null as unknown as number, 4, 3], filters: 2, kernelSize: 3 })],
    });
    expect(() => layersToOnnx(model)).toThrow('inputShape of known sizes');
  });
});
