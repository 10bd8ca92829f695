import { floatTensor, GraphBuilder, int64Tensor } from '../onnx/index.js';

/** The shape of a BERT-like text model. */
export interface BertShape {
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  readonly intermediate: number;
  readonly vocabulary: number;
  readonly positions: number;
  readonly seed?: number;
}

/** A model of the shape of all-MiniLM-L6-v2 with random weights: as fast as the real one, 90 MB, its vectors mean nothing. */
export function randomMiniLm(): Uint8Array {
  return randomBert({
    layers: 6,
    hidden: 384,
    heads: 12,
    intermediate: 1536,
    vocabulary: 30522,
    positions: 512,
  });
}

/** A BERT encoder with random weights; inputs input_ids, attention_mask, token_type_ids [n, t]; output last_hidden_state [n, t, hidden]. */
export function randomBert(shape: BertShape): Uint8Array {
  const { layers, hidden, heads, intermediate, vocabulary, positions, seed = 1 } = shape;
  const g = new GraphBuilder();
  const random = uniform(seed);
  const weight = (...dims: number[]) => g.constant(random(dims, 0.05));
  const scalar = (value: number) => g.constant(floatTensor(Float32Array.of(value), []));
  const ints = (...values: number[]) => g.constant(int64Tensor(values));
  const linear = (x: string, from: number, to: number) =>
    g.op('Add', [g.op('MatMul', [x, weight(from, to)]), weight(to)]);
  const layerNorm = (x: string) => {
    const scale = g.constant(floatTensor(new Float32Array(hidden).fill(1)));
    return g.op('LayerNormalization', [x, scale, weight(hidden)], { axis: -1, epsilon: { float: 1e-12 } });
  };

  const ids = g.input('input_ids', ['batch', 'sequence'], 'int64');
  const mask = g.input('attention_mask', ['batch', 'sequence'], 'int64');
  const types = g.input('token_type_ids', ['batch', 'sequence'], 'int64');
  const length = g.op('Gather', [g.op('Shape', [ids]), g.constant(int64Tensor([1], []))], { axis: 0 });
  const position = g.op('Range', [
    g.constant(int64Tensor([0], [])),
    length,
    g.constant(int64Tensor([1], [])),
  ]);
  const words = g.op('Gather', [weight(vocabulary, hidden), ids], { axis: 0 });
  const places = g.op('Gather', [weight(positions, hidden), position], { axis: 0 });
  const segments = g.op('Gather', [weight(2, hidden), types], { axis: 0 });
  let x = layerNorm(g.op('Add', [g.op('Add', [words, segments]), places]));

  const padding = g.op('Sub', [scalar(1), g.op('Cast', [mask], { to: 1 })]);
  const bias = g.op('Unsqueeze', [g.op('Mul', [padding, scalar(-1e4)]), ints(1, 2)]);
  const size = hidden / heads;
  const split = (y: string, perm: number[]) =>
    g.op('Transpose', [g.op('Reshape', [y, ints(0, 0, heads, size)])], { perm });
  for (let layer = 0; layer < layers; layer++) {
    const q = split(linear(x, hidden, hidden), [0, 2, 1, 3]);
    const k = split(linear(x, hidden, hidden), [0, 2, 3, 1]);
    const v = split(linear(x, hidden, hidden), [0, 2, 1, 3]);
    const scores = g.op('Div', [g.op('MatMul', [q, k]), scalar(Math.sqrt(size))]);
    const attention = g.op('Softmax', [g.op('Add', [scores, bias])], { axis: -1 });
    const context = g.op('Transpose', [g.op('MatMul', [attention, v])], { perm: [0, 2, 1, 3] });
    const joined = linear(g.op('Reshape', [context, ints(0, 0, hidden)]), hidden, hidden);
    x = layerNorm(g.op('Add', [x, joined]));
    const inner = linear(x, hidden, intermediate);
    const erf = g.op('Add', [g.op('Erf', [g.op('Div', [inner, scalar(Math.SQRT2)])]), scalar(1)]);
    const gelu = g.op('Mul', [g.op('Mul', [inner, erf]), scalar(0.5)]);
    x = layerNorm(g.op('Add', [x, linear(gelu, intermediate, hidden)]));
  }
  g.output(x, 'last_hidden_state');
  return g.build();
}

/** A classifier of the shape of ResNet50 with random weights, batch norms folded: pixel_values [n, 3, 224, 224] to logits [n, 1000], 102 MB. */
export function randomResNet50(): Uint8Array {
  const g = new GraphBuilder();
  const random = uniform(1);
  const convolution = (x: string, from: number, to: number, kernel: number, stride = 1) => {
    const pad = (kernel - 1) / 2;
    const weights = g.constant(random([to, from, kernel, kernel], Math.sqrt(3 / (from * kernel * kernel))));
    const attributes = {
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
      pads: [pad, pad, pad, pad],
    };
    return g.op('Conv', [x, weights, g.constant(random([to], 0.01))], attributes);
  };
  const relu = (x: string) => g.op('Relu', [x]);
  let x = relu(convolution(g.input('pixel_values', ['batch', 3, 224, 224]), 3, 64, 7, 2));
  x = g.op('MaxPool', [x], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] });
  let channels = 64;
  [3, 4, 6, 3].forEach((blocks, stage) => {
    const width = 64 << stage;
    for (let block = 0; block < blocks; block++) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const narrow = relu(convolution(x, channels, width, 1));
      const wide = convolution(relu(convolution(narrow, width, width, 3, stride)), width, 4 * width, 1);
      const shortcut = block === 0 ? convolution(x, channels, 4 * width, 1, stride) : x;
      x = relu(g.op('Add', [wide, shortcut]));
      channels = 4 * width;
    }
  });
  const pooled = g.op('Flatten', [g.op('GlobalAveragePool', [x])]);
  const weights = g.constant(random([1000, channels], 0.02));
  g.output(g.op('Gemm', [pooled, weights, g.constant(random([1000], 0.02))], { transB: 1 }), 'logits');
  return g.build();
}

/** Uniform numbers in ±amplitude (mulberry32): millions of them in a moment, the same for the same seed. */
function uniform(seed: number) {
  let state = seed >>> 0;
  return (dims: readonly number[], amplitude: number) => {
    const data = new Float32Array(dims.reduce((product, dim) => product * dim, 1));
    for (let i = 0; i < data.length; i++) {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      data[i] = (((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1) * amplitude;
    }
    return floatTensor(data, dims);
  };
}
