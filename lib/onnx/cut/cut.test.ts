import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createSession,
  cutAtFeatures,
  decodeGraph,
  encodeGraph,
  floatTensor,
  GraphBuilder,
  graphInputs,
  int64Tensor,
  loadGraph,
  operatorCounts,
  saveGraph,
} from '../index.js';
import { modelProto, onnx } from '../proto.js';

/** Two channels 1 and 2 times the one input channel; a pool of the given kind; a class layer of 3. */
function classifier(pool: (g: GraphBuilder, x: string) => string): Uint8Array {
  const g = new GraphBuilder();
  const weights = g.constant(floatTensor(Float32Array.of(1, 2), [2, 1, 1, 1]));
  const maps = g.op('Conv', [g.input('x', ['n', 1, 2, 2]), weights]);
  const flat = g.op('Flatten', [pool(g, maps)]);
  g.output(
    g.op('Softmax', [g.op('Gemm', [flat, g.constant(floatTensor(new Float32Array(6), [2, 3]))])]),
    'classes',
  );
  return g.build();
}

async function features(model: Uint8Array, images = [1, 2, 3, 6, 0, 0, 0, 4]): Promise<number[][]> {
  const session = await createSession(encodeGraph(cutAtFeatures(decodeGraph(model))), { device: 'cpu' });
  const x = floatTensor(Float32Array.from(images), [images.length / 4, 1, 2, 2]);
  const { features } = await session.run({ x });
  await session.close();
  expect(features.dims).toEqual([images.length / 4, features.data.length / (images.length / 4)]);
  const [rows, cols] = features.dims;
  return Array.from({ length: rows }, (_, i) =>
    [...features.data.slice(i * cols, (i + 1) * cols)].map(Number),
  );
}

describe('cutAtFeatures', () => {
  const means = [
    [3, 6],
    [1, 2],
  ];

  it.each<[string, (g: GraphBuilder, x: string) => string]>([
    ['GlobalAveragePool', (g, x) => g.op('GlobalAveragePool', [x])],
    ['AveragePool of full size', (g, x) => g.op('AveragePool', [x], { kernel_shape: [2, 2] })],
    ['ReduceMean', (g, x) => g.op('ReduceMean', [x], { axes: [2, 3], keepdims: 0 })],
  ])('finds %s and drops the classes', async (_, pool) => {
    const model = classifier(pool);
    expect(await features(model)).toEqual(means);
    const cut = cutAtFeatures(decodeGraph(model));
    expect(operatorCounts(cut)).not.toHaveProperty('Gemm');
    expect(modelProto(cut).graph?.initializer).toHaveLength(1);
    expect(graphInputs(cut)).toEqual([{ name: 'x', dims: ['n', 1, 2, 2] }]);
  });

  it('finds ReduceMean with its axes as an input (opset 18)', async () => {
    const g = new GraphBuilder();
    const weights = g.constant(floatTensor(Float32Array.of(1, 2), [2, 1, 1, 1]));
    const maps = g.op('Conv', [g.input('x', ['n', 1, 2, 2]), weights]);
    const pool = g.op('ReduceMean', [maps, g.constant(int64Tensor([-2, -1]))], { keepdims: 0 });
    g.output(g.op('MatMul', [pool, g.constant(floatTensor(new Float32Array(6), [2, 3]))]), 'classes');
    expect(await features(g.build({ opset: 18 }))).toEqual(means);
  });

  it('gives floats for a quantised pool', async () => {
    const g = new GraphBuilder();
    const scale = g.constant(floatTensor(Float32Array.of(0.5), []));
    const zero = g.constant({ type: 'uint8', dims: [], data: Uint8Array.of(0) });
    const x = g.op('QuantizeLinear', [g.input('x', ['n', 1, 2, 2]), scale, zero]);
    const pool = g.op(
      'QLinearGlobalAveragePool',
      [x, scale, zero, scale, zero],
      {},
      { domain: 'com.microsoft' },
    );
    const flat = g.op('Flatten', [g.op('DequantizeLinear', [pool, scale, zero])]);
    g.output(g.op('MatMul', [flat, g.constant(floatTensor(Float32Array.of(1, 1), [1, 2]))]), 'classes');
    expect(await features(g.build())).toEqual([[3], [1]]);
  });

  it('pools the input of the last convolution where the class maps are pooled', async () => {
    const g = new GraphBuilder();
    const doubled = g.op('Add', [g.input('x', ['n', 1, 2, 2]), 'x']);
    const maps = g.op('Conv', [doubled, g.constant(floatTensor(new Float32Array(5), [5, 1, 1, 1]))]);
    g.output(g.op('GlobalAveragePool', [maps]), 'classes');
    expect(await features(g.build())).toEqual([[6], [2]]);
  });

  it('refuses a graph without weights', () => {
    const g = new GraphBuilder();
    g.output(g.op('Relu', [g.input('x', ['n', 2])]), 'y');
    expect(() => cutAtFeatures(decodeGraph(g.build()))).toThrow('no layer with weights');
  });

  it('cuts a classifier that was quantised dynamically before its last layer', async () => {
    const g = new GraphBuilder();
    const integers = (op: string, x: string, weights: number[], dims: number[]) => {
      const [data, scale, zero] = g.op('DynamicQuantizeLinear', [x], {}, { outputs: 3 });
      const constant = g.constant({ type: 'int8', dims, data: Int8Array.from(weights) });
      return g.op('Mul', [g.op('Cast', [g.op(op, [data, constant, zero])], { to: 1 }), scale]);
    };
    const maps = integers('ConvInteger', g.input('x', ['n', 1, 2, 2]), [1, 2], [2, 1, 1, 1]);
    const flat = g.op('Flatten', [g.op('GlobalAveragePool', [maps])]);
    g.output(integers('MatMulInteger', flat, [1, 0, 1, 0, 1, 1], [2, 3]), 'classes');
    const rows = await features(g.build());
    means.flat().forEach((mean, i) => {
      expect(rows.flat()[i]).toBeCloseTo(mean, 1);
    });
    const counts = operatorCounts(cutAtFeatures(decodeGraph(g.build())));
    expect(counts).toMatchObject({ ConvInteger: 1, DynamicQuantizeLinear: 1 });
    expect(counts).not.toHaveProperty('MatMulInteger');
  });
});

describe('loadGraph', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'graph-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('reads what saveGraph wrote', async () => {
    const file = path.join(folder, 'model.onnx');
    const graph = decodeGraph(classifier((g, x) => g.op('GlobalAveragePool', [x])));
    await saveGraph(graph, file);
    expect(encodeGraph(await loadGraph(file))).toEqual(encodeGraph(graph));
  });

  it('names a file that is missing, empty, truncated or something else', async () => {
    const file = path.join(folder, 'bad.onnx');
    await expect(loadGraph(file)).rejects.toThrow(`${file} does not exist`);
    await writeFile(file, '');
    await expect(loadGraph(file)).rejects.toThrow('is no ONNX model');
    await writeFile(file, '<!doctype html><html><body>404 Not Found</body></html>');
    await expect(loadGraph(file)).rejects.toThrow('no ONNX model');
    await writeFile(
      file,
      classifier((g, x) => g.op('GlobalAveragePool', [x])),
    );
    await truncate(file, 100);
    await expect(loadGraph(file)).rejects.toThrow('truncated or no ONNX model (100 bytes');
  });

  it('reads weights from a file beside the model, and names that file when it is missing', async () => {
    const file = path.join(folder, 'external.onnx');
    const model = modelProto(decodeGraph(classifier((g, x) => g.op('GlobalAveragePool', [x]))));
    const tensor = model.graph!.initializer![0];
    await writeFile(path.join(folder, 'weights.bin'), Buffer.concat([Buffer.alloc(4), tensor.rawData!]));
    tensor.rawData = new Uint8Array();
    tensor.dataLocation = onnx.TensorProto.DataLocation.EXTERNAL;
    tensor.externalData = [
      { key: 'location', value: 'weights.bin' },
      { key: 'offset', value: '4' },
      { key: 'length', value: '8' },
    ];
    await saveGraph({ path: file, model }, file);
    const loaded = await loadGraph(file);
    expect(await features(encodeGraph(loaded))).toEqual([
      [3, 6],
      [1, 2],
    ]);
    await rm(path.join(folder, 'weights.bin'));
    await expect(loadGraph(file)).rejects.toThrow('weights.bin');
    tensor.externalData[0].value = '../weights.bin';
    await saveGraph({ path: file, model }, file);
    await expect(loadGraph(file)).rejects.toThrow("outside the model's folder");
    expect((await readFile(file)).length).toBeGreaterThan(0);
  });
});
