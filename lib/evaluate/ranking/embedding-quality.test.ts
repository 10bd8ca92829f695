import { expect, test } from 'vitest';
import { createRandom, fromRows } from '../../vectors/index.js';
import { categoryQrels, embeddingQuality } from '../index.js';

// a, b and c at 0°, 60° and 180°; d has no vector.
const vectors = fromRows([
  [2, 0],
  [0.5, Math.sqrt(0.75)],
  [-1, 0],
  [0, 0],
]);

test('worked out by hand', () => {
  const quality = embeddingQuality(vectors, ['x', 'x', 'y', 'y'], [[0, 1, 2], [0, 2], [1, 0], [0]], { k: 1 });
  const cosines = [0.5, -0.5, -1];
  const mean = -1 / 3;
  expect(quality.meanSimilarity).toBeCloseTo(mean, 6);
  expect(quality.spread).toBeCloseTo(Math.sqrt(cosines.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 3), 6);
  expect(quality.categoryMatchRate).toBeCloseTo(2 / 3, 12); // a and b match, c does not
  expect(quality.categoryMatchByChance).toBeCloseTo((1 / 2 + 1 / 2 + 0) / 3, 12);
  expect(quality.vectorCoverage).toBe(3 / 4);
  expect(quality.catalogueCoverage).toBe(2 / 4); // a and b are neighbours of others
  expect(quality).toMatchObject({ pairs: 3, k: 1, asked: 3 });
});

test('rows without a label are neighbours, but have no match rate', () => {
  const quality = embeddingQuality(vectors, ['x', '', 'x', ''], [[1, 2], [0, 2], [1, 0], []], { k: 2 });
  expect(quality.categoryMatchRate).toBe(1 / 2);
  expect(quality.categoryMatchByChance).toBe(1 / 2);
});

test('sampled pairs come close to all pairs, and the seed decides', () => {
  const random = createRandom(1);
  const many = fromRows(
    Array.from({ length: 200 }, () => Array.from({ length: 8 }, () => random.normal() + 0.5)),
  );
  const labels = Array.from({ length: 200 }, () => 'x');
  const none = labels.map(() => []);
  const exact = embeddingQuality(many, labels, none);
  const sampled = embeddingQuality(many, labels, none, { pairs: 10_000 });
  expect(exact.pairs).toBe(19_900);
  expect(sampled.pairs).toBe(10_000);
  expect(sampled.meanSimilarity).toBeCloseTo(exact.meanSimilarity, 1);
  expect(sampled.spread).toBeCloseTo(exact.spread, 1);
  expect(embeddingQuality(many, labels, none, { pairs: 10_000 })).toEqual(sampled);
});

test('what does not fit is refused', () => {
  expect(() => embeddingQuality(vectors, ['x'], [[], [], [], []])).toThrow('1 labels for 4 vectors');
  expect(() => embeddingQuality(vectors, ['', '', '', ''], [])).toThrow('0 neighbour lists for 4 vectors');
  expect(() => embeddingQuality(vectors, ['', '', '', ''], [[9], [], [], []])).toThrow(
    'neighbour 0 of row 0 is 9',
  );
  expect(() => embeddingQuality(vectors, ['', '', '', ''], [[], [], [], []], { k: 0 })).toThrow('k is 0');
  expect(() => embeddingQuality(fromRows([[Number.NaN]]), [''], [[]])).toThrow('row 0, column 0 is NaN');
});

test('categoryQrels: the others of the category are relevant', () => {
  const qrels = categoryQrels(['a', 'b', 'c', 'd', 'e', 'f'], ['x', 'y', 'x', '', 'x', '']);
  expect(qrels).toEqual(
    new Map([
      [
        'a',
        new Map([
          ['c', 1],
          ['e', 1],
        ]),
      ],
      [
        'c',
        new Map([
          ['a', 1],
          ['e', 1],
        ]),
      ],
      [
        'e',
        new Map([
          ['a', 1],
          ['c', 1],
        ]),
      ],
    ]),
  );
});

test('categoryQrels: a sample of queries, drawn by seed', () => {
  const ids = Array.from({ length: 50 }, (_, i) => `p${i}`);
  const labels = ids.map(() => 'x');
  const sample = [...categoryQrels(ids, labels, { queries: 5 }).keys()];
  expect(sample).toHaveLength(5);
  expect([...categoryQrels(ids, labels, { queries: 5 }).keys()]).toEqual(sample);
  expect([...categoryQrels(ids, labels, { queries: 5, seed: 1 }).keys()]).not.toEqual(sample);
  expect(() => categoryQrels(ids, [])).toThrow('50 ids but 0 categories');
  expect(() => categoryQrels(ids, labels, { queries: 0 })).toThrow('queries is 0');
});
