import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { r2 } from '../evaluate/index.js';
import { createRandom } from '../vectors/index.js';
import { modelFromJson, neuralNetwork, type TrainingData } from './index.js';
import { forward } from './neural-network/forward.js';
import type { NeuralNetworkModel } from './neural-network.js';

/** y = 1000 + 50·(2x₁ − x₂ + x₁·x₂), x₁ about 0 and x₂ about 30, and a constant third feature. */
function drawn(rows: number, seed: number): TrainingData & { columns: Float64Array[] } {
  const random = createRandom(seed);
  const normals = () => Float64Array.from({ length: rows }, () => random.normal());
  const [a, b] = [normals(), normals()];
  const target = a.map((x, i) => 1000 + 50 * (2 * x - b[i] + x * b[i]));
  const columns = [a, b.map((x) => 30 + 10 * x), new Float64Array(rows).fill(7)];
  return { features: { names: ['a', 'b', 'constant'], columns }, target, columns };
}

const quick = { hidden: [16], epochs: 3 };

test('the forward pass by hand', () => {
  const layers = [
    { kernel: [1, -1, 2, 1], bias: [0, 0.5] },
    { kernel: [3, 10], bias: [-1] },
  ];
  // Row 1: (5, 1.5) → 15 + 15 − 1. Row 2: (−1, −1.5) → the ReLU leaves 0 of both.
  const columns = [Float64Array.of(1, 1), Float64Array.of(2, -1)];
  expect([...forward(layers, columns)]).toEqual([29, -1]);
});

describe('a network fitted to a surface', () => {
  const unseen = drawn(300, 2);
  let model: NeuralNetworkModel;
  let predictions: Float64Array;
  const printed: unknown[][] = [];
  let tensors: [number, number];
  beforeAll(async () => {
    const spies = [
      ...(['log', 'warn', 'info', 'error'] as const).map((method) => vi.spyOn(console, method)),
      vi.spyOn(process.stdout, 'write'),
      vi.spyOn(process.stderr, 'write'),
    ];
    for (const spy of spies) {
      spy.mockImplementation((...line: unknown[]) => {
        printed.push(line);
        return true;
      });
    }
    const before = tf.memory().numTensors;
    model = await neuralNetwork({ hidden: [32, 16], epochs: 60 }).fit(drawn(600, 1));
    tensors = [before, tf.memory().numTensors];
    for (const spy of spies) spy.mockRestore();
    predictions = model.predict(unseen.features);
  });

  test('predicts rows that it has not seen, prints nothing, and leaves no tensor behind', () => {
    expect(r2(unseen.target, predictions)).toBeGreaterThan(0.95);
    expect(model.units).toEqual([32, 16, 1]);
    expect(printed).toEqual([]);
    expect(tensors[1]).toBe(tensors[0]);
  });

  test('survives saving', () => {
    const again = modelFromJson(JSON.parse(JSON.stringify(model)));
    expect(again.kind).toBe('neuralNetwork');
    expect(again.predict(unseen.features)).toEqual(predictions);
    expect(again.toJSON()).toEqual(JSON.parse(JSON.stringify(model.toJSON())));
  });

  test('takes a missing value for the median', () => {
    const { fill } = model.toJSON() as unknown as { fill: number[] };
    const row = (a: number) => ({
      names: model.names,
      columns: [Float64Array.of(a), Float64Array.of(33), Float64Array.of(7)],
    });
    expect(Math.abs(fill[0])).toBeLessThan(0.2);
    expect(model.predict(row(Number.NaN))).toEqual(model.predict(row(fill[0])));
  });

  test.each<[string, (json: ReturnType<typeof parts>) => void, string]>([
    ['a weight too few', (json) => json.layers[1].kernel.pop(), '511 weights in layer 2 for 512'],
    ['a bias too many', (json) => json.layers[2].bias.push(0), '16 weights in layer 3 for 32'],
    ['no last layer', (json) => json.layers.pop(), '16 outputs for 1'],
    ['no layers', (json) => json.layers.splice(0), 'layers'],
    ['a weight that is no number', (json) => json.layers[0].kernel.fill(null as never), 'expected number'],
    ['an infinite weight', (json) => json.layers[0].kernel.fill(Infinity), 'expected number'],
    ['a median too few', (json) => json.fill.pop(), '2 medians for 3'],
    ['a mean too few', (json) => json.inputs.mean.pop(), '2 means for 3'],
    ['a scale of 0', (json) => json.inputs.scale.fill(0), '>0'],
  ])('refuses %s', (_, damage, message) => {
    const json = parts(model);
    expect(modelFromJson(json).predict(unseen.features)).toEqual(predictions);
    damage(json);
    expect(() => modelFromJson(json)).toThrow(message);
  });
});

function parts(model: NeuralNetworkModel) {
  return JSON.parse(JSON.stringify(model.toJSON())) as {
    fill: number[];
    inputs: { mean: number[]; scale: number[] };
    layers: { kernel: number[]; bias: number[] }[];
  };
}

test('the same seed gives the same weights, another seed others; missing values in training, dropout', async () => {
  const data = drawn(100, 3);
  for (let i = 0; i < 20; i++) data.columns[i % 2][i] = Number.NaN;
  const fit = async (seed: number) =>
    (await neuralNetwork({ ...quick, dropout: 0.2, seed }).fit(data)).predict(data.features);
  const first = await fit(1);
  expect(first.every(Number.isFinite)).toBe(true);
  expect(await fit(1)).toEqual(first);
  expect(await fit(2)).not.toEqual(first);
});

test('sets whole groups aside', async () => {
  const data = { ...drawn(40, 4), groups: new Array<string>(40).fill('one') };
  await expect(neuralNetwork(quick).fit(data)).rejects.toThrow('one group cannot be divided');
  const model = await neuralNetwork({ ...quick, earlyStopping: false }).fit(data);
  expect(model.predict(data.features).every(Number.isFinite)).toBe(true);
});

test('the smallest table, and a target that does not vary', async () => {
  const features = { names: ['x'], columns: [Float64Array.of(1, 2)] };
  const model = await neuralNetwork(quick).fit({ features, target: Float64Array.of(5, 5) });
  for (const y of model.predict(features)) expect(Math.abs(y - 5)).toBeLessThan(2);
});

test('says what is wrong with options and tables', async () => {
  expect(() => neuralNetwork({ hidden: [8, 0] })).toThrow('neuralNetwork: hidden.1 is 0');
  expect(() => neuralNetwork({ layers: [4] } as never)).toThrow('neuralNetwork has no option "layers"');
  const table = (x: number[], y: number[]): TrainingData => ({
    features: { names: ['x'], columns: [Float64Array.from(x)] },
    target: Float64Array.from(y),
  });
  await expect(neuralNetwork().fit(table([1], [1]))).rejects.toThrow('the table has 1 row');
  await expect(neuralNetwork().fit(table([1, 2], [1, Number.NaN]))).rejects.toThrow('the target of row 1');
  await expect(neuralNetwork().fit(table([1, Infinity], [1, 2]))).rejects.toThrow('row 1 is Infinity');
});
