import { expect, test } from 'vitest';
import { bm25Index } from './index.js';

const texts = ['oak table', 'oak oak chair', 'leather sofa bed bed'];

test('scores as computed by hand', () => {
  // N = 3, average length 3; oak: df 2, idf ln(1 + 1.5/2.5); k1 1.2, b 0.75.
  const idf = Math.log(1 + 1.5 / 2.5);
  const hits = bm25Index(texts).search('oak', 10);
  expect(hits.map((h) => h.row)).toEqual([1, 0]);
  expect(hits[0].score).toBeCloseTo((idf * 2) / (2 + 1.2), 6); // 0.293752
  expect(hits[0].score).toBeCloseTo(0.293752, 6);
  expect(hits[1].score).toBeCloseTo(idf / (1 + 1.2 * (0.25 + (0.75 * 2) / 3)), 6);
  expect(hits[1].score).toBeCloseTo(0.24737, 6);
});

test('a word in a heavier field counts more, as weighted frequency', () => {
  const index = bm25Index([
    { title: 'chair', text: 'oak' },
    { title: 'oak', text: 'chair' },
    { title: 'lamp', text: 'steel' },
  ]);
  const [first, second] = index.search('oak', 2);
  const idf = Math.log(1 + 1.5 / 2.5);
  expect([first.row, second.row]).toEqual([1, 0]);
  expect(first.score).toBeCloseTo((idf * 2) / (2 + 1.2), 6);
  expect(second.score).toBeCloseTo(idf / 2.2, 6);
});

test('a field without words and a missing field are harmless', () => {
  const index = bm25Index([{ title: 'oak chair' }, { title: 'lamp', text: 'the' }]);
  expect(index.search('oak', 5).map((h) => h.row)).toEqual([0]);
});

test.each([
  ['lether', 2],
  ['leahter', 2],
  ['chiar', 1],
  ['chairs', 1],
  ['leatther sofas', 2],
])('%s finds row %i', (query, row) => {
  expect(bm25Index(texts).search(query, 1)[0].row).toBe(row);
});

test('misspellings score below the word itself and can be switched off', () => {
  const index = bm25Index(texts);
  expect(index.search('lether', 1)[0].score).toBeCloseTo(0.6 * index.search('leather', 1)[0].score, 6);
  expect(index.search('lether', 1, { fuzzy: false })).toEqual([]);
  expect(index.search('xak', 1)).toEqual([]);
});

test('a rare near-miss does not win by its rarity', () => {
  const index = bm25Index(['chair', 'chair', 'chair', 'choir']);
  const hits = index.search('chxir', 4);
  expect(new Set(hits.map((h) => h.score)).size).toBe(1);
});

test('only allowed rows are returned, with the scores of an open search', () => {
  const index = bm25Index(texts);
  const open = index.search('oak', 3);
  expect(index.search('oak', 3, { rows: Int32Array.of(0, 2) })).toEqual([open[1]]);
  expect(index.search('oak', 3, { rows: (r) => r === 1 })).toEqual([open[0]]);
});

test('stop words, symbols and an empty query find nothing', () => {
  const index = bm25Index(texts);
  for (const query of ['', 'the of', '!!!', '🛋️']) expect(index.search(query, 3)).toEqual([]);
});

test('words of other scripts are found', () => {
  const index = bm25Index(['كرسي خشب', '木の椅子', 'Café-Tisch für Gäste']);
  expect(index.search('خشب', 1)[0].row).toBe(0);
  expect(index.search('椅子', 1)[0].row).toBe(1);
  expect(index.search('cafe gaste', 1)[0].row).toBe(2);
});

test('bad arguments are named', () => {
  const index = bm25Index(texts);
  for (const k of [0, -1, 1.5, Number.NaN]) expect(() => index.search('oak', k)).toThrow(`k is ${k}`);
  expect(() => index.search('oak', 1, { rows: Int32Array.of(3) })).toThrow('rows 0 to 2');
  expect(() => bm25Index([])).toThrow('at least one text');
  expect(() => bm25Index(texts, { b: 2 })).toThrow('b is 2');
  expect(index.search('oak', 99)).toHaveLength(2);
});
