import { expect, test } from 'vitest';
import { type BenchRow, markdownTable, reached } from './rows.js';

const row: BenchRow = { what: 'exact search', value: 7612.4, unit: 'queries/s' };
const peer = { name: 'faiss', value: 3806.2 };

test('a row of the table has the ratio and the goal', () => {
  const rows = [
    { ...row, peer, goal: { ratio: 1.2 } },
    { what: 'import', value: 0.04125, unit: 's', goal: { atMost: 0.03 } },
  ];
  expect(markdownTable(rows).split('\n').slice(2)).toEqual([
    '| exact search | 7,612 queries/s | faiss: 3,806 | 2.00 | ≥ 1.2 × |',
    '| import | 0.0413 s |  |  | ≤ 0.03 s, missed |',
  ]);
});

test('a goal against a peer that did not run is neither reached nor missed', () => {
  expect(reached({ ...row, goal: { ratio: 1.2 } })).toBeUndefined();
  expect(reached(row)).toBeUndefined();
  expect(reached({ ...row, peer, goal: { ratio: 2.1 } })).toBe(false);
  expect(reached({ ...row, goal: { atLeast: 7000 } })).toBe(true);
});
