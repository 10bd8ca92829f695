import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { randomBert } from '../../bench/models.js';
import { createRandom } from '../../vectors/index.js';
import {
  createSession,
  decodeGraph,
  encodeGraph,
  floatTensor,
  GraphBuilder,
  int64Tensor,
  ModelError,
  operatorCounts,
  quantizeDynamic,
  type Tensor,
} from '../index.js';
import { quantizeChannels } from './channels.js';

/** Without VNNI the processor adds int8 products in 16 bits, which saturate: the same graphs are a little less close. */
const closeCosine = processorFlags().includes('vnni') ? 0.999 : 0.99;

function processorFlags(): string {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return '';
  }
}

const random = createRandom(5);
const normals = (...dims: number[]) =>
  floatTensor(
    Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => random.normal()),
    dims,
  );

async function run(model: Uint8Array, feeds: Record<string, Tensor>): Promise<Tensor> {
  const session = await createSession(model, { device: 'cpu', threads: 1 });
  const outputs = await session.run(feeds);
  await session.close();
  return outputs[session.outputNames[0]];
}

function cosine(a: ArrayLike<number | bigint>, b: ArrayLike<number | bigint>): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [Number(a[i]), Number(b[i])];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}

async function compare(model: Uint8Array, feeds: Record<string, Tensor>) {
  const quantized = quantizeDynamic(decodeGraph(model));
  const before = await run(model, feeds);
  const after = await run(encodeGraph(quantized), feeds);
  expect(after.dims).toEqual(before.dims);
  return { counts: operatorCounts(quantized), before, after, cosine: cosine(before.data, after.data) };
}

describe('quantizeChannels', () => {
  it('gives each output channel the scale of its largest weight', () => {
    const weights = { dims: [2, 2], data: Float32Array.of(1, -20, 127, 0) };
    const columns = quantizeChannels(weights, 1, 'w');
    expect([...columns.scales]).toEqual([1, Math.fround(20 / 127)]);
    expect([...columns.data]).toEqual([1, -127, 127, 0]);
    const rows = quantizeChannels(weights, 0, 'w');
    expect([...rows.data]).toEqual([6, -127, 127, 0]);
    expect([...quantizeChannels({ dims: [1, 2], data: new Float32Array(2) }, 0, 'w').data]).toEqual([0, 0]);
    expect(() => quantizeChannels({ dims: [1, 1], data: Float32Array.of(Number.NaN) }, 0, 'w')).toThrow(
      'weights w hold NaN',
    );
  });
});

describe('quantizeDynamic', () => {
  const shape = {
    layers: 2,
    hidden: 64,
    heads: 4,
    intermediate: 128,
    vocabulary: 300,
    positions: 40,
  };
  const bert = randomBert(shape);
  const feeds = (rows: number, width: number, seed = 1) => {
    const draw = createRandom(seed);
    const count = rows * width;
    const ids = BigInt64Array.from({ length: count }, () => BigInt(draw.int(300)));
    return {
      input_ids: int64Tensor(ids, [rows, width]),
      attention_mask: int64Tensor(new BigInt64Array(count).fill(1n), [rows, width]),
      token_type_ids: int64Tensor(new BigInt64Array(count), [rows, width]),
    };
  };

  it('keeps the vectors and the order of neighbours of a text encoder', async () => {
    const { counts, before, after, cosine } = await compare(bert, feeds(40, 12));
    expect(cosine).toBeGreaterThan(0.999);
    // Six layers with weights in each of the two blocks, four different inputs; attention's own products are left.
    expect(counts).toMatchObject({ 'com.microsoft.MatMulIntegerToFloat': 12, MatMul: 4 });
    expect(counts['com.microsoft.QuantizeLinear']).toBe(8);
    const size = 12 * shape.hidden;
    const nearest = ({ data }: Tensor) => {
      const text = (i: number) => (data as Float32Array).subarray(i * size, (i + 1) * size);
      return Array.from({ length: 40 }, (_, i) => {
        const others = Array.from({ length: 40 }, (_, j) => j).filter((j) => j !== i);
        return others.sort((a, b) => cosineOf(text(i), text(b)) - cosineOf(text(i), text(a)))[0];
      });
    };
    const cosineOf = (a: Float32Array, b: Float32Array) => {
      return a.reduce((sum, x, k) => sum + x * b[k], 0) / (Math.hypot(...a) * Math.hypot(...b));
    };
    const [wanted, found] = [nearest(before), nearest(after)];
    expect(found.filter((j, i) => j === wanted[i]).length).toBeGreaterThanOrEqual(36);
  });

  it('gives a text the same vector whatever its batch', async () => {
    const model = encodeGraph(quantizeDynamic(decodeGraph(bert)));
    const together = await run(model, feeds(5, 9));
    const alone = feeds(5, 9);
    for (const tensor of Object.values(alone)) {
      Object.assign(tensor, { dims: [1, 9], data: tensor.data.slice(27, 36) });
    }
    const size = 9 * shape.hidden;
    expect((await run(model, alone)).data).toEqual(together.data.slice(3 * size, 4 * size));
  });

  it('finds weights behind Identity, Transpose and Constant, and shares the quantised input', async () => {
    const g = new GraphBuilder();
    const x = g.input('x', ['n', 16]);
    const same = g.op('Identity', [g.constant(normals(16, 8))]);
    const turned = g.op('Transpose', [g.constant(normals(8, 16))], { perm: [1, 0] });
    const constant = g.op('Constant', [], { value: normals(16, 8) });
    const sum = [same, turned, constant]
      .map((w) => g.op('MatMul', [x, w]))
      .reduce((a, b) => g.op('Add', [a, b]));
    g.output(sum, 'y');
    const { counts, cosine } = await compare(g.build(), { x: normals(7, 16) });
    expect(counts).toMatchObject({
      'com.microsoft.MatMulIntegerToFloat': 3,
      'com.microsoft.QuantizeLinear': 1,
    });
    expect(counts).not.toHaveProperty('Transpose');
    expect(cosine).toBeGreaterThan(closeCosine);
  });

  it('takes Gemm with its bias, alpha and transposed weights, in opset 18 too', async () => {
    const g = new GraphBuilder();
    const gemm = g.op('Gemm', [g.input('x', ['n', 32]), g.constant(normals(8, 32)), g.constant(normals(8))], {
      transB: 1,
      alpha: { float: 0.5 },
    });
    g.output(gemm, 'y');
    for (const opset of [11, 18]) {
      const { counts, cosine } = await compare(g.build({ opset }), { x: normals(7, 32) });
      expect(counts).not.toHaveProperty('Gemm');
      expect(cosine).toBeGreaterThan(closeCosine);
    }
  });

  it('gives zeros for zeros, and keeps rows of very different size apart', async () => {
    const g = new GraphBuilder();
    g.output(g.op('MatMul', [g.input('x', ['n', 4]), g.constant(normals(4, 3))]), 'y');
    const x = floatTensor(Float32Array.of(0, 0, 0, 0, 1e-3, 2e-3, -3e-3, 0, 1e6, 2e6, -3e6, 0), [3, 4]);
    const { after } = await compare(g.build(), { x });
    const values = [...(after.data as Float32Array)];
    expect(values.slice(0, 3)).toEqual([0, 0, 0]);
    for (let j = 0; j < 3; j++) expect(values[6 + j] / values[3 + j] / 1e9).toBeCloseTo(1, 4);
  });

  it('refuses a model without constant weights, and one of an old opset', () => {
    const g = new GraphBuilder();
    g.output(g.op('MatMul', [g.input('x', ['n', 4]), g.input('w', [4, 4])]), 'y');
    const model = g.build();
    expect(() => quantizeDynamic(decodeGraph(model))).toThrow(ModelError);
    expect(() => quantizeDynamic(decodeGraph(model))).toThrow(
      'no MatMul or Gemm with constant float32 weights, so there is nothing to quantise',
    );
    expect(() => quantizeDynamic(decodeGraph(g.build({ opset: 9 })))).toThrow('opset 9');
  });
});
