import { describe, expect, it } from 'vitest';
import { createRandom } from '../../vectors/index.js';
import {
  activationRanges,
  createSession,
  cutAtFeatures,
  decodeGraph,
  encodeGraph,
  floatTensor,
  type Graph,
  GraphBuilder,
  operatorCounts,
  quantizeStatic,
  type Tensor,
} from '../index.js';
import { quantizableActivations, sensitiveActivations, simplifyGraph } from './index.js';

const normals = (seed: number, dims: readonly number[], scale = 1) => {
  const random = createRandom(seed);
  const count = dims.reduce((a, b) => a * b, 1);
  return floatTensor(
    Float32Array.from({ length: count }, () => scale * random.normal()),
    dims,
  );
};

/** Convolutions with a residual sum, pools and a classifier; `act` follows every convolution. */
function network(act: (g: GraphBuilder, x: string) => string, batchNorm = false): Uint8Array {
  const g = new GraphBuilder();
  let seed = 1;
  const weights = (dims: number[], scale = 0.3) => g.constant(normals(seed++, dims, scale));
  const positive = (size: number) => g.constant(floatTensor(new Float32Array(size).fill(0.5)));
  const conv = (x: string, from: number, to: number) => {
    const y = g.op('Conv', [x, weights([to, from, 3, 3]), weights([to])], { pads: [1, 1, 1, 1] });
    if (!batchNorm) return y;
    return g.op('BatchNormalization', [y, weights([to]), weights([to]), weights([to]), positive(to)]);
  };
  const first = act(g, conv(g.input('x', ['n', 3, 8, 8]), 3, 8));
  const pooled = g.op('MaxPool', [first], { kernel_shape: [2, 2], strides: [2, 2] });
  const sum = act(g, g.op('Add', [conv(act(g, conv(pooled, 8, 8)), 8, 8), pooled]));
  const flat = g.op('Flatten', [g.op('GlobalAveragePool', [sum])]);
  g.output(g.op('Gemm', [flat, weights([8, 5]), weights([5])]), 'classes');
  return g.build();
}

const relu = (g: GraphBuilder, x: string) => g.op('Relu', [x]);
const relu6 = (g: GraphBuilder, x: string) => {
  return g.op('Clip', [
    x,
    g.constant(floatTensor(Float32Array.of(0), [])),
    g.constant(floatTensor(Float32Array.of(6), [])),
  ]);
};

const photos = (count: number, seed = 7) => normals(seed, [count, 3, 8, 8]);
const calibration =
  (batches = 4) =>
  () =>
    Array.from({ length: batches }, (_, i) => ({ x: photos(8, 20 + i) }));

async function run(graph: Graph, x: Tensor): Promise<Tensor> {
  const session = await createSession(encodeGraph(graph), { device: 'cpu', threads: 1 });
  const { [session.outputNames[0]]: output } = await session.run({ x });
  await session.close();
  return output;
}

const numbers = ({ data }: Tensor) => Float64Array.from(data as Float32Array);

function meanCosine(a: Tensor, b: Tensor): number {
  const [rows, cols] = a.dims;
  expect(b.dims).toEqual(a.dims);
  const cosines = Array.from({ length: rows }, (_, i) => {
    const [u, v] = [a, b].map((t) => numbers(t).slice(i * cols, (i + 1) * cols));
    return u.reduce((sum, x, j) => sum + x * v[j], 0) / (Math.hypot(...u) * Math.hypot(...v));
  });
  return cosines.reduce((sum, c) => sum + c, 0) / rows;
}

describe('quantizeStatic', () => {
  it.each([
    ['Relu', relu, 100],
    ['Relu, tails cut', relu, 99.9],
    ['Clip', relu6, 100],
  ])('keeps the vectors of a convolutional network with %s', async (_, act, percentile) => {
    const graph = decodeGraph(network(act));
    const ranges = await activationRanges(graph, calibration(), { percentile });
    const quantized = quantizeStatic(graph, ranges);
    // Photo, Relu, pool, Relu, Conv, Relu: not what a Relu replaces at once, nor the features.
    expect(ranges.size).toBe(6);
    expect(operatorCounts(quantized)).toMatchObject({ 'com.microsoft.QuantizeLinear': 6, Conv: 3, Gemm: 1 });
    const x = photos(20);
    expect(meanCosine(await run(graph, x), await run(quantized, x))).toBeGreaterThan(0.99);
    const cut = [graph, quantized].map(cutAtFeatures);
    const [before, after] = [await run(cut[0], x), await run(cut[1], x)];
    expect(before.dims).toEqual([20, 8]);
    expect(meanCosine(before, after)).toBeGreaterThan(0.995);
  });

  it('gives a photo the same vector whatever its batch', async () => {
    const graph = decodeGraph(network(relu));
    const quantized = quantizeStatic(graph, await activationRanges(graph, calibration()));
    const x = photos(6);
    const together = await run(quantized, x);
    const third = floatTensor((x.data as Float32Array).slice(2 * 192, 3 * 192), [1, 3, 8, 8]);
    expect((await run(quantized, third)).data).toEqual(together.data.slice(10, 15));
  });

  it('folds batch norms first', async () => {
    const graph = decodeGraph(network(relu, true));
    const simple = await simplifyGraph(graph);
    expect(operatorCounts(simple)).not.toHaveProperty('BatchNormalization');
    const x = photos(20);
    const quantized = quantizeStatic(simple, await activationRanges(simple, calibration()));
    expect(meanCosine(await run(graph, x), await run(quantized, x))).toBeGreaterThan(0.98);
  });

  it('holds a bias that is enormous beside its weights', async () => {
    const g = new GraphBuilder();
    const weights = g.constant(floatTensor(Float32Array.of(1e-6, 1e-6, 1e-6), [1, 3, 1, 1]));
    const conv = g.op('Conv', [
      g.input('x', ['n', 3, 8, 8]),
      weights,
      g.constant(floatTensor(Float32Array.of(1e5))),
    ]);
    g.output(g.op('Flatten', [g.op('GlobalAveragePool', [conv])]), 'y');
    const graph = decodeGraph(g.build());
    const quantized = quantizeStatic(graph, await activationRanges(graph, calibration()));
    expect(numbers(await run(quantized, photos(1)))[0] / 1e5).toBeCloseTo(1, 2);
  });

  it('refuses a graph without convolutions or without ranges', () => {
    const graph = decodeGraph(network(relu));
    expect(() => quantizeStatic(graph, new Map())).toThrow('nothing to quantise');
    const g = new GraphBuilder();
    g.output(relu(g, g.input('x', ['n', 4])), 'y');
    expect(() => quantizeStatic(decodeGraph(g.build()), new Map())).toThrow('no Conv with constant float32');
  });
});

describe('sensitiveActivations', () => {
  it('finds the activation whose faint channel a depthwise convolution multiplies', async () => {
    const g = new GraphBuilder();
    const amounts = (...values: number[]) => floatTensor(Float32Array.from(values), [2, 1, 1, 1]);
    const spread = g.op('Conv', [g.input('x', ['n', 1, 4, 4]), g.constant(amounts(100, 0.1))]);
    const loud = relu(g, spread);
    const level = relu(g, g.op('Conv', [loud, g.constant(amounts(0.01, 10))], { group: 2 }));
    const mixed = g.op('Conv', [level, g.constant(normals(1, [2, 2, 1, 1]))]);
    g.output(g.op('Flatten', [mixed]), 'y');
    const graph = decodeGraph(g.build());
    const x = normals(2, [16, 1, 4, 4]);
    const ranges = await activationRanges(graph, () => [{ x }]);
    expect(await sensitiveActivations(graph, ranges, [{ x }], { least: 0.999 })).toEqual([loud]);
  });
});

describe('activationRanges', () => {
  it('gives minimum and maximum, or the range of nearly all values', async () => {
    const graph = decodeGraph(network(relu));
    const x = photos(16);
    const values = numbers(x).sort();
    const all = await activationRanges(graph, () => [{ x }]);
    expect([...all.keys()]).toEqual(quantizableActivations(graph));
    expect(all.get('x')).toEqual({ min: values[0], max: values.at(-1) });
    const most = (await activationRanges(graph, () => [{ x }], { percentile: 90 })).get('x');
    expect(most?.min).toBeCloseTo(values[Math.floor(values.length * 0.05)], 1);
    expect(most?.max).toBeCloseTo(values[Math.floor(values.length * 0.95)], 1);
  });

  it('refuses three photos, and says how many are needed', async () => {
    const graph = decodeGraph(network(relu));
    await expect(activationRanges(graph, () => [{ x: photos(3) }])).rejects.toThrow(
      '3 items to calibrate on, at least 16 are needed',
    );
    await expect(activationRanges(graph, () => [])).rejects.toThrow('0 items');
    await expect(activationRanges(graph, calibration(), { percentile: 20 })).rejects.toThrow('got 20');
    const bad = { x: floatTensor(new Float32Array(16 * 192).fill(Number.POSITIVE_INFINITY), [16, 3, 8, 8]) };
    await expect(activationRanges(graph, () => [bad])).rejects.toThrow('not finite');
  });
});
