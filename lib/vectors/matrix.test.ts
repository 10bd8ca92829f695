import { expect, test } from 'vitest';
import { dot, fromRows, normalizeRows, row, selectRows } from './index.js';

test('rows keep their order and values', () => {
  const m = fromRows([
    [3, 4],
    [0, 0],
    [1, 0],
  ]);
  expect([...row(m, 0)]).toEqual([3, 4]);
  expect([...selectRows(m, [2, 0]).data]).toEqual([1, 0, 3, 4]);
  expect([...normalizeRows(m).data].map((x) => Math.round(x * 10) / 10)).toEqual([0.6, 0.8, 0, 0, 1, 0]);
  expect(dot(row(m, 0), row(m, 2))).toBe(3);
});

test('vectors of different lengths are refused by number', () => {
  expect(() => fromRows([[1, 2], [1]])).toThrow('vector 1 has 1 numbers, the first has 2');
});
