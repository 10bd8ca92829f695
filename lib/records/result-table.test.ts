import { expect, test } from 'vitest';
import { resultTable } from './index.js';

const table = resultTable([
  { '': 'a', system: 'text_only', 'nDCG@10': '0.678ᵇ', 'a − b': '+0.1', n: 3 },
  { '': 'b', system: 'x|y & 5%', 'nDCG@10': '0.510', 'a − b': '−0.25', n: 12 },
]);

test('for a terminal', () => {
  expect(`${table}`).toBe(
    [
      '     system     nDCG@10  a − b    n',
      'a    text_only   0.678ᵇ   +0.1    3',
      'b    x|y & 5%     0.510  −0.25   12',
    ].join('\n'),
  );
  expect(`${resultTable([])}`).toBe('');
});

test('numbers with the same decimals, nothing for null', () => {
  expect(resultTable([{ system: 'a', MAE: 1, n: null }]).toString('text', 2)).toBe(
    ['system   MAE  n', 'a       1.00'].join('\n'),
  );
});

test('is an array of rows, and what comes of map is a plain one', () => {
  expect(table).toHaveLength(2);
  expect(table.map(({ n }) => n)).toStrictEqual([3, 12]);
  expect(JSON.parse(JSON.stringify(table))[1].n).toBe(12);
});

test('Markdown', () => {
  expect(table.toString('markdown').split('\n').slice(0, 2)).toEqual([
    '|     | system    | nDCG@10 | a − b |   n |',
    '| --- | --------- | ------: | ----: | --: |',
  ]);
  expect(table.toString('markdown')).toContain('| x\\|y & 5% |');
});

test('LaTeX: special characters escaped, letters raised', () => {
  expect(table.toString('latex')).toBe(
    [
      '\\begin{tabular}{llrrr}',
      '\\toprule',
      ' & system & nDCG@10 & a $-$ b & n \\\\',
      '\\midrule',
      'a & text\\_only & 0.678$^{b}$ & +0.1 & 3 \\\\',
      'b & x|y \\& 5\\% & 0.510 & $-$0.25 & 12 \\\\',
      '\\bottomrule',
      '\\end{tabular}',
    ].join('\n'),
  );
  expect(() => table.toString('html' as 'latex')).toThrow('format is "html"; choose text, markdown, latex');
});
