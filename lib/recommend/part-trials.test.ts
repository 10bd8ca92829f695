import { expect, test } from 'vitest';
import { fromRows } from '../vectors/index.js';
import { rankByParts } from './index.js';

const ids = ['a', 'b', 'c', 'd'];
const text = {
  name: 'text',
  vectors: fromRows([
    [1, 0],
    [0.8, 0.6],
    [0, 1],
    [0, 0],
  ]),
  weight: 1,
};
const image = {
  name: 'image',
  vectors: fromRows([
    [1, 0],
    [0, 1],
    [1, 0],
    [0, 0],
  ]),
  weight: 3,
};

test('each combination ranks by its own parts, the product itself left out', async () => {
  const runs = await rankByParts({ text: [text], both: [text, image] }, ids, ['a', 'd', 'gone']);
  expect([...(runs.text.get('a') ?? [])].map(([id, score]) => [id, Math.round(score * 100) / 100])).toEqual([
    ['b', 0.8],
    ['c', 0],
  ]);
  expect([...(runs.both.get('a') ?? [])].map(([id, score]) => [id, Math.round(score * 100) / 100])).toEqual([
    ['c', 0.75],
    ['b', 0.2],
  ]);
  expect([...runs.both.keys()]).toEqual(['a']);
});
