import { describe, expect, it } from 'vitest';
import { createRandom } from '../../vectors/index.js';
import {
  type Attribute,
  createSession,
  decodeGraph,
  encodeGraph,
  floatTensor,
  GraphBuilder,
  gradient,
  int64Tensor,
  operatorCounts,
  type Tensor,
} from '../index.js';
import { differentiableOperators, gradientName } from './index.js';

type Write = (g: GraphBuilder, ...inputs: string[]) => string;

/** Numbers in [−1.5, 1.5], no two of them closer than 0.01, so that kinks and ties stay out of reach of a difference. */
function numbers(dims: readonly number[], seed: number, offset = 0): Tensor {
  const random = createRandom(seed);
  const count = dims.reduce((product, dim) => product * dim, 1);
  const values = Array.from({ length: count }, (_, i) => ((i + 0.5) / count - 0.5) * 3 + offset);
  return floatTensor(Float32Array.from(random.shuffle(values)), dims);
}

/** The largest error of a gradient against central differences, relative to the largest gradient. */
async function error(shapes: readonly (readonly number[])[], write: Write, offset = 0): Promise<number> {
  const g = new GraphBuilder();
  const names = shapes.map((dims, i) => g.input(`x${i}`, dims));
  const y = write(g, ...names);
  const forward = await outputShape(shapes, write);
  const weights = numbers(forward, 99);
  const loss = g.op('ReduceSum', [g.op('Mul', [y, g.constant(weights)])], { keepdims: 0 });
  g.output(loss, 'loss');
  const graph = await gradient(decodeGraph(g.build()), 'loss', names);
  const session = await createSession(encodeGraph(graph), { device: 'cpu', threads: 1 });
  const feeds = Object.fromEntries(shapes.map((dims, i) => [`x${i}`, numbers(dims, i + 1, offset)]));
  const results = await session.run(feeds);
  let worst = 0;
  for (const name of names) {
    const d = results[gradientName(name)];
    expect(d.dims).toEqual(feeds[name].dims);
    const data = feeds[name].data as Float32Array;
    const largest = Math.max(1e-3, ...Array.from(d.data as Float32Array, Math.abs));
    for (let i = 0; i < data.length; i += Math.max(1, Math.floor(data.length / 40))) {
      const kept = data[i];
      const at = async (value: number) => {
        data[i] = value;
        return Number((await session.run(feeds, ['loss'])).loss.data[0]);
      };
      const h = 4e-3;
      const difference = ((await at(kept + h)) - (await at(kept - h))) / (2 * h);
      data[i] = kept;
      worst = Math.max(worst, Math.abs(Number(d.data[i]) - difference) / largest);
    }
  }
  await session.close();
  return worst;
}

async function outputShape(shapes: readonly (readonly number[])[], write: Write) {
  const g = new GraphBuilder();
  g.output(write(g, ...shapes.map((dims, i) => g.input(`x${i}`, dims))), 'y');
  const session = await createSession(g.build(), { device: 'cpu', threads: 1 });
  const feeds = shapes.map((dims, i) => [`x${i}`, numbers(dims, 1, 2)]);
  const { dims } = (await session.run(Object.fromEntries(feeds))).y;
  await session.close();
  return dims;
}

const op =
  (type: string, attributes: Record<string, Attribute> = {}): Write =>
  (g, ...inputs) =>
    g.op(type, inputs, attributes);

const ints = (g: GraphBuilder, ...values: number[]) => g.constant(int64Tensor(values));
const scalar = (g: GraphBuilder, value: number) => g.constant(floatTensor(Float32Array.of(value), []));

const normTraining: Write = (g, x, scale, offset) => {
  const statistics = [constant(g, 4), constant(g, 4)];
  const attributes = { training_mode: 1, epsilon: { float: 1e-3 } };
  return g.op('BatchNormalization', [x, scale, offset, ...statistics], attributes, { outputs: 3 })[0];
};

const cases: Record<string, [readonly (readonly number[])[], Write, number?]> = {
  'Conv 3×3, same': [[[2, 3, 6, 5], [4, 3, 3, 3], [4]], op('Conv', { pads: [1, 1, 1, 1] })],
  'Conv of many channels': [
    [
      [2, 17, 4, 4],
      [3, 17, 3, 3],
    ],
    op('Conv', { pads: [1, 1, 1, 1] }),
  ],
  'Conv 1×1': [
    [
      [2, 3, 4, 4],
      [5, 3, 1, 1],
    ],
    op('Conv'),
  ],
  'Conv 1×1, stride 2': [
    [
      [2, 3, 5, 4],
      [5, 3, 1, 1],
    ],
    op('Conv', { strides: [2, 2] }),
  ],
  'Conv, strides and uneven pads': [
    [
      [2, 3, 8, 7],
      [4, 3, 3, 3],
    ],
    op('Conv', { strides: [2, 2], pads: [0, 1, 1, 1] }),
  ],
  'Conv 5×2, stride 3×1, rows unreached': [
    [
      [1, 2, 9, 6],
      [3, 2, 5, 2],
    ],
    op('Conv', { strides: [3, 1] }),
  ],
  'Conv with auto_pad': [
    [
      [2, 3, 6, 6],
      [4, 3, 3, 3],
    ],
    op('Conv', { strides: [2, 2], auto_pad: 'SAME_UPPER' }),
  ],
  'Conv, groups': [
    [
      [2, 4, 5, 5],
      [6, 2, 3, 3],
    ],
    op('Conv', { group: 2, pads: [1, 1, 1, 1] }),
  ],
  'Conv, depthwise': [[[2, 4, 5, 5], [4, 1, 3, 3], [4]], op('Conv', { group: 4, pads: [1, 1, 1, 1] })],
  'Conv, depthwise, stride 2': [
    [
      [2, 4, 6, 6],
      [4, 1, 3, 3],
    ],
    op('Conv', { group: 4, strides: [2, 2], pads: [0, 0, 1, 1] }),
  ],
  'Conv, depthwise, multiplier 2': [
    [
      [2, 3, 5, 5],
      [6, 1, 3, 3],
    ],
    op('Conv', { group: 3, pads: [1, 1, 1, 1] }),
  ],
  'Conv, Relu': [
    [
      [2, 3, 5, 5],
      [4, 3, 3, 3],
    ],
    (g, x, w) => g.op('Relu', [g.op('Conv', [x, w], { pads: [1, 1, 1, 1] })]),
  ],
  Gemm: [[[3, 4], [4, 5], [5]], op('Gemm')],
  'Gemm, transposed': [
    [
      [4, 3],
      [5, 4],
      [3, 1],
    ],
    op('Gemm', { transA: 1, transB: 1, alpha: { float: 0.5 }, beta: { float: 2 } }),
  ],
  MatMul: [
    [
      [3, 4],
      [4, 5],
    ],
    op('MatMul'),
  ],
  'MatMul, broadcast batch': [
    [
      [2, 3, 4],
      [4, 5],
    ],
    op('MatMul'),
  ],
  Relu: [[[3, 4]], op('Relu')],
  'Clip at 0 and 1': [[[4, 7]], (g, x) => g.op('Clip', [x, scalar(g, 0), scalar(g, 1)])],
  'Clip below -0.5': [[[5, 7]], (g, x) => g.op('Clip', [x, scalar(g, -0.5)])],
  Sigmoid: [[[3, 4]], op('Sigmoid')],
  Tanh: [[[3, 4]], op('Tanh')],
  Softmax: [[[3, 4]], op('Softmax', { axis: -1 })],
  'Softmax, axis 1 of 3': [[[2, 3, 4]], op('Softmax', { axis: 1 })],
  Elu: [[[4, 5]], op('Elu', { alpha: { float: 0.7 } })],
  LeakyRelu: [[[4, 5]], op('LeakyRelu', { alpha: { float: 0.25 } })],
  Swish: [[[3, 4]], (g, x) => g.op('Mul', [x, g.op('Sigmoid', [x])])],
  'MaxPool 2×2': [[[2, 3, 4, 6]], op('MaxPool', { kernel_shape: [2, 2], strides: [2, 2] })],
  'MaxPool 2×2, last row left out': [
    [[2, 3, 5, 7]],
    op('MaxPool', { kernel_shape: [2, 2], strides: [2, 2] }),
  ],
  'MaxPool 2×2, padded': [
    [[2, 3, 5, 5]],
    op('MaxPool', { kernel_shape: [2, 2], strides: [2, 2], pads: [0, 0, 1, 1] }),
  ],
  'MaxPool 3×3, overlapping': [
    [[2, 3, 7, 7]],
    op('MaxPool', { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }),
  ],
  'AveragePool 2×2': [[[2, 3, 4, 6]], op('AveragePool', { kernel_shape: [2, 2], strides: [2, 2] })],
  'AveragePool 3×3, padded': [
    [[2, 3, 5, 6]],
    op('AveragePool', { kernel_shape: [3, 3], strides: [2, 2], pads: [0, 1, 1, 1] }),
  ],
  'AveragePool, pads counted': [
    [[2, 3, 5, 5]],
    op('AveragePool', { kernel_shape: [3, 3], pads: [1, 1, 1, 1], count_include_pad: 1 }),
  ],
  GlobalAveragePool: [[[2, 3, 4, 4]], op('GlobalAveragePool')],
  GlobalMaxPool: [[[2, 3, 4, 4]], op('GlobalMaxPool')],
  'BatchNormalization, training': [[[3, 4, 3, 3], [4], [4]], normTraining],
  'BatchNormalization of rows, training': [[[6, 4], [4], [4]], normTraining],
  'BatchNormalization, inference': [
    [[3, 4, 3, 3], [4], [4]],
    (g, x, scale, offset) => g.op('BatchNormalization', [x, scale, offset, constant(g, 4), constant(g, 4)]),
  ],
  Add: [
    [
      [2, 3, 4],
      [3, 1],
    ],
    op('Add'),
  ],
  Sub: [
    [
      [3, 1],
      [2, 3, 4],
    ],
    op('Sub'),
  ],
  Mul: [
    [
      [2, 3, 2, 2],
      [2, 3, 1, 1],
    ],
    op('Mul'),
  ],
  'Mul by itself': [[[2, 3]], (g, x) => g.op('Mul', [x, x])],
  Div: [[[2, 3], [3]], op('Div'), 3],
  Sqrt: [[[2, 3]], op('Sqrt'), 3],
  Exp: [[[2, 3]], op('Exp')],
  Log: [[[2, 3]], op('Log'), 3],
  Neg: [[[2, 3]], op('Neg')],
  Abs: [[[2, 3]], op('Abs')],
  'ReduceMean of two axes': [[[2, 3, 4]], op('ReduceMean', { axes: [0, 2], keepdims: 0 })],
  'ReduceMean of all': [[[2, 3, 4]], op('ReduceMean', { keepdims: 0 })],
  ReduceSum: [[[2, 3, 4]], (g, x) => g.op('ReduceSum', [x, ints(g, -1)], { keepdims: 1 })],
  Flatten: [[[2, 3, 4]], op('Flatten')],
  Reshape: [[[2, 3, 4]], (g, x) => g.op('Reshape', [x, ints(g, 4, -1)])],
  Transpose: [[[2, 3, 4]], op('Transpose', { perm: [2, 0, 1] })],
  'Transpose, reversed': [[[2, 3, 4]], op('Transpose')],
  Pad: [[[2, 3]], (g, x) => g.op('Pad', [x, ints(g, 1, 0, 2, 1)])],
  Concat: [
    [
      [2, 3],
      [2, 4],
    ],
    op('Concat', { axis: -1 }),
  ],
  Slice: [[[3, 5]], (g, x) => g.op('Slice', [x, ints(g, -3), ints(g, 1000), ints(g, 1)])],
  Squeeze: [[[2, 1, 3]], (g, x) => g.op('Squeeze', [x, ints(g, 1)])],
  Unsqueeze: [[[2, 3]], (g, x) => g.op('Unsqueeze', [x, ints(g, 1)])],
  Expand: [[[3, 1]], (g, x) => g.op('Expand', [x, ints(g, 2, 3, 4)])],
  Identity: [[[2, 3]], op('Identity')],
  'Cast to float': [[[2, 3]], op('Cast', { to: 1 })],
};

function constant(g: GraphBuilder, count: number): string {
  return g.constant(floatTensor(Float32Array.from({ length: count }, (_, i) => 0.5 + i / 4)));
}

describe('each rule agrees with central differences', () => {
  it.each(Object.entries(cases))('%s', async (_, [shapes, write, offset]) => {
    expect(await error(shapes, write, offset)).toBeLessThan(4e-3);
  });

  it('covers every operator with a rule', () => {
    const tested = Object.keys(cases).map((name) => name.split(/[ ,]/)[0]);
    expect(differentiableOperators().filter((type) => !tested.includes(type))).toEqual([]);
  });
});

describe('gradient', () => {
  function twoLayers() {
    const g = new GraphBuilder();
    const x = g.input('x', [2, 3]);
    const hidden = g.op('Relu', [g.op('MatMul', [x, g.input('w1', [3, 4])])]);
    g.output(g.op('ReduceMean', [g.op('MatMul', [hidden, g.input('w2', [4, 1])])], { keepdims: 0 }), 'loss');
    return g;
  }

  it('differentiates only what leads to the tensors that were asked for', async () => {
    const graph = decodeGraph(twoLayers().build());
    const counts = operatorCounts(await gradient(graph, 'loss', ['w2']));
    expect(counts['com.microsoft.FusedMatMul']).toBe(1);
    expect(counts.HardSigmoid).toBeUndefined();
    expect(operatorCounts(await gradient(graph, 'loss', ['w1', 'w2']))['com.microsoft.FusedMatMul']).toBe(3);
  });

  it('masks a Relu at the size of the pool behind it as it would before the pool', async () => {
    const results = [];
    for (const between of ['Identity', undefined]) {
      const g = new GraphBuilder();
      const convolved = g.op('Conv', [
        g.input('x', [2, 3, 8, 8]),
        g.input('w', [4, 3, 3, 3]),
        g.input('b', [4]),
      ]);
      const a = g.op('Relu', [convolved]);
      const pooled = g.op('MaxPool', [between ? g.op(between, [a]) : a], {
        kernel_shape: [2, 2],
        strides: [2, 2],
      });
      g.output(g.op('ReduceMean', [g.op('Mul', [pooled, pooled])], { keepdims: 0 }), 'loss');
      const graph = await gradient(decodeGraph(g.build()), 'loss', ['x', 'w', 'b']);
      const session = await createSession(encodeGraph(graph), { device: 'cpu' });
      const x = numbers([2, 3, 8, 8], 1);
      results.push(await session.run({ x, w: numbers([4, 3, 3, 3], 2), b: numbers([4], 3) }));
      await session.close();
    }
    for (const name of ['x', 'w', 'b'].map(gradientName)) {
      for (const [i, d] of (results[1][name].data as Float32Array).entries()) {
        expect(d).toBeCloseTo(Number(results[0][name].data[i]), 5);
      }
    }
  });

  it('moves the statistics of a BatchNormalization in training', async () => {
    const g = new GraphBuilder();
    const x = g.input('x', [2, 2, 1, 2]);
    const [scale, offset] = [
      g.constant(floatTensor(Float32Array.of(1, 1))),
      g.constant(floatTensor(Float32Array.of(0, 0))),
    ];
    const statistics = [g.input('mean', [2]), g.input('variance', [2])];
    const [y, mean, variance] = g.op(
      'BatchNormalization',
      [x, scale, offset, ...statistics],
      { training_mode: 1, momentum: { float: 0.75 } },
      { outputs: 3 },
    );
    g.output(g.op('ReduceSum', [g.op('Mul', [y, y])], { keepdims: 0 }), 'loss');
    g.output(mean, 'newMean');
    g.output(variance, 'newVariance');
    const graph = await gradient(decodeGraph(g.build()), 'loss', ['x']);
    const session = await createSession(encodeGraph(graph), { device: 'cpu' });
    const { newMean, newVariance } = await session.run({
      x: floatTensor(Float32Array.of(1, 3, 10, 10, 5, 7, 10, 10), [2, 2, 1, 2]),
      mean: floatTensor(Float32Array.of(0, 8)),
      variance: floatTensor(Float32Array.of(1, 4)),
    });
    expect([...newMean.data]).toEqual([1, 8.5]);
    expect([...newVariance.data]).toEqual([0.75 + 5 / 4, 3]);
    await session.close();
  });

  it('names an operator without a rule, and those that have one', async () => {
    const g = new GraphBuilder();
    g.output(g.op('ReduceMean', [g.op('Erf', [g.input('x', [2])])], { keepdims: 0 }), 'loss');
    await expect(gradient(decodeGraph(g.build()), 'loss', ['x'])).rejects.toThrow(
      /operator Erf .* has no gradient; these have: Abs, Add, .*Unsqueeze$/,
    );
  });

  it('refuses a free batch size, a loss of many numbers and a tensor without influence', async () => {
    const free = new GraphBuilder();
    free.output(free.op('ReduceMean', [free.input('x', ['n'])], { keepdims: 0 }), 'loss');
    await expect(gradient(decodeGraph(free.build()), 'loss', ['x'])).rejects.toThrow('shape [n]');
    const many = new GraphBuilder();
    many.output(many.op('Relu', [many.input('x', [3])]), 'y');
    await expect(gradient(decodeGraph(many.build()), 'y', ['x'])).rejects.toThrow('shape [3]');
    await expect(gradient(decodeGraph(many.build()), 'z', ['x'])).rejects.toThrow('no tensor of the graph');
    const graph = decodeGraph(twoLayers().build());
    await expect(gradient(graph, 'loss', ['nothing'])).rejects.toThrow('"nothing" does not influence');
  });
});
