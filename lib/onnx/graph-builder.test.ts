import { describe, expect, it } from 'vitest';
import { createSession, floatTensor, GraphBuilder, int64Tensor, ModelError } from './index.js';

describe('GraphBuilder', () => {
  it('writes MatMul and TopK, with a run-time dimension and two outputs', async () => {
    const g = new GraphBuilder();
    const queries = g.input('queries', ['n', 2]);
    const base = g.constant(floatTensor(Float32Array.of(1, 0, 3, 0, 2, 0), [2, 3]));
    const scores = g.op('MatMul', [queries, base]);
    const [values, indices] = g.op(
      'TopK',
      [scores, g.constant(int64Tensor([2]))],
      { axis: -1 },
      { outputs: 2 },
    );
    g.output(values, 'scores');
    g.output(indices, 'indices');
    const session = await createSession(g.build(), { device: 'cpu' });
    const out = await session.run({ queries: floatTensor(Float32Array.of(1, 0, 0, 1), [2, 2]) });
    expect(out.scores).toMatchObject({ type: 'float32', dims: [2, 2] });
    expect([...out.scores.data]).toEqual([3, 1, 2, 0]);
    expect(out.indices.type).toBe('int64');
    expect([...out.indices.data].map(Number)).toEqual([2, 0, 1, 0]);
    await session.close();
  });

  it('writes float, string and tensor attributes, and other domains', async () => {
    const g = new GraphBuilder();
    const x = g.input('x', ['n']);
    const leaky = g.op('LeakyRelu', [x], { alpha: { float: 1 / 4 } });
    const two = g.op('Constant', [], { value: floatTensor(Float32Array.of(2), []) });
    const gelu = g.op('Gelu', [x], {}, { domain: 'com.microsoft' });
    g.output(g.op('Mul', [leaky, two]), 'y');
    g.output(gelu, 'gelu');
    const session = await createSession(g.build(), { device: 'cpu' });
    const { y, gelu: gelus } = await session.run({ x: floatTensor(Float32Array.of(-4, 1)) });
    expect([...y.data]).toEqual([-2, 2]);
    expect(gelus.data[1]).toBeCloseTo(0.8413, 4);
    await session.close();
  });

  it('refuses an unmarked float and a tensor whose shape does not fit', () => {
    const g = new GraphBuilder();
    expect(() => g.op('LeakyRelu', ['x'], { alpha: 0.5 })).toThrow('{ float: 0.5 }');
    expect(() => g.constant(floatTensor(new Float32Array(5), [2, 3]))).toThrow('needs 6 numbers, got 5');
  });
});

describe('createSession', () => {
  it('names what is wrong with a model, a path or an input', async () => {
    await expect(createSession('nowhere.onnx')).rejects.toThrow(ModelError);
    await expect(createSession(Uint8Array.of(1, 2, 3))).rejects.toThrow('cannot be loaded');
    const g = new GraphBuilder();
    g.output(g.op('Relu', [g.input('x', ['n', 2])]), 'y');
    const session = await createSession(g.build(), { device: 'cpu' });
    await expect(session.run({ x: floatTensor(new Float32Array(3), [1, 3]) })).rejects.toThrow(ModelError);
    await session.close();
  });
});
