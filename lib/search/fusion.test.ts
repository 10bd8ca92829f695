import { expect, test } from 'vitest';
import { reciprocalRankFusion } from './index.js';

const ranking = (...rows: number[]) => rows.map((row) => ({ row }));

test('a hand-made example', () => {
  const fused = reciprocalRankFusion([ranking(7, 3, 5), ranking(3, 9)]);
  expect(fused.map((h) => h.row)).toEqual([3, 7, 9, 5]);
  expect(fused[0].score).toBeCloseTo(1 / 62 + 1 / 61, 12);
  expect(fused[2].score).toBeCloseTo(1 / 62, 12);
});

test('weights, depth and ties', () => {
  expect(reciprocalRankFusion([ranking(4), ranking(2)]).map((h) => h.row)).toEqual([2, 4]);
  expect(reciprocalRankFusion([ranking(4), ranking(2)], { weights: [2, 1] }).map((h) => h.row)).toEqual([
    4, 2,
  ]);
  expect(reciprocalRankFusion([ranking(4), ranking(2)], { weights: [0, 1] }).map((h) => h.row)).toEqual([2]);
  expect(reciprocalRankFusion([ranking(4, 5, 6)], { depth: 2 })).toHaveLength(2);
});

test('bad arguments are named', () => {
  expect(() => reciprocalRankFusion([ranking(1)], { weights: [1, 2] })).toThrow('1 rankings and 2 weights');
  expect(() => reciprocalRankFusion([ranking(1)], { weights: [-1] })).toThrow('weight 0 is -1');
  expect(() => reciprocalRankFusion([ranking(1)], { depth: 0 })).toThrow('depth is 0');
  expect(() => reciprocalRankFusion([ranking(1)], { k: Number.NaN })).toThrow('k is NaN');
});
