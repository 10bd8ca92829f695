import { expect, test } from 'vitest';
import { tableText } from './index.js';

const rows = [
  { '': 'a', system: 'text_only', 'nDCG@10': '0.678ᵇ', 'a − b': '+0.1', n: 3 },
  { '': 'b', system: 'x|y & 5%', 'nDCG@10': '0.510', 'a − b': '−0.25', n: 12 },
];

test('for a terminal', () => {
  expect(tableText(rows)).toBe(
    [
      '     system     nDCG@10  a − b    n',
      'a    text_only   0.678ᵇ   +0.1    3',
      'b    x|y & 5%     0.510  −0.25   12',
    ].join('\n'),
  );
  expect(tableText([])).toBe('');
});

test('Markdown', () => {
  expect(tableText(rows, 'markdown').split('\n').slice(0, 2)).toEqual([
    '|     | system    | nDCG@10 | a − b |   n |',
    '| --- | --------- | ------: | ----: | --: |',
  ]);
  expect(tableText(rows, 'markdown')).toContain('| x\\|y & 5% |');
});

test('LaTeX: special characters escaped, letters raised', () => {
  expect(tableText(rows, 'latex')).toBe(
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
  expect(() => tableText(rows, 'html' as 'latex')).toThrow('format is "html"; choose text, markdown, latex');
});
