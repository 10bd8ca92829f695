import { expect, it } from 'vitest';
import { createSession, decodeGraph, encodeGraph, floatTensor, GraphBuilder, graphInputs } from '../index.js';
import { subgraph } from './index.js';

it('takes a part of a graph, fed in its middle, under new names', async () => {
  const g = new GraphBuilder();
  const [x, w, unused] = ['x', 'w', 'unused'].map((name) => g.input(name, ['n']));
  const sum = g.op('Add', [x, w]);
  const doubled = g.op('Add', [sum, sum]);
  g.output(g.op('Neg', [g.op('Mul', [doubled, unused])]), 'y');
  const part = subgraph(decodeGraph(g.build()), {
    inputs: [{ tensor: sum, name: 'middle', dims: ['n'] }],
    outputs: { doubled, same: sum },
  });
  expect(graphInputs(part)).toEqual([{ name: 'middle', dims: ['n'] }]);
  const session = await createSession(encodeGraph(part), { device: 'cpu' });
  const results = await session.run({ middle: floatTensor(Float32Array.of(1, 4)) });
  expect([...results.doubled.data, ...results.same.data]).toEqual([2, 8, 1, 4]);
  await session.close();
  expect(() => subgraph(part, { outputs: { z: 'nothing' } })).toThrow('no tensor "nothing"');
});
