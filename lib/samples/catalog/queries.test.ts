import { expect, test } from 'vitest';
import { categoryNames, categoryOf } from './categories.js';
import { judgeItems, judgeQueries } from './judgments.js';
import { makeProducts } from './product.js';
import { makeQueries } from './queries.js';
import { grade } from './relevance.js';

const products = makeProducts(42, 1000);
const queries = makeQueries(products, 42);

test('there are 60 queries, 12 of each kind, each with enough that fits', () => {
  for (const kind of ['attributes', 'style', 'synonym', 'misspelling', 'use']) {
    expect(queries.filter((query) => query.kind === kind)).toHaveLength(12);
  }
  expect(new Set(queries.map((query) => query.text)).size).toBe(60);
  for (const { text, wanted } of queries) {
    const grades = products.map((product) => grade(product, wanted));
    expect(grades.filter((g) => g >= 2).length, text).toBeGreaterThanOrEqual(5);
    expect(grades.filter((g) => g === 3).length, text).toBeGreaterThanOrEqual(2);
  }
});

test('every seed finds its 60 queries', () => {
  for (const seed of [0, 1, -7, 2 ** 31 - 1])
    expect(makeQueries(makeProducts(seed, 1000), seed)).toHaveLength(60);
});

test('judgments hold every product above 0, and some zeros', () => {
  const lines = judgeQueries(queries, products, 42).trim().split('\n');
  const ids = new Set(products.map((product) => product.id));
  let zeros = 0;
  for (const line of lines) {
    const [query, zero, id, judged] = line.split(' ');
    const { wanted } = queries.find((candidate) => candidate.id === query)!;
    expect(ids.has(id) && zero === '0').toBe(true);
    expect(Number(judged)).toBe(grade(products.find((product) => product.id === id)!, wanted));
    if (judged === '0') zeros++;
  }
  const above = queries.flatMap(({ wanted }) => products.filter((product) => grade(product, wanted) > 0));
  expect(lines.length - zeros).toBe(above.length);
  expect(zeros).toBeGreaterThan(400);
});

test('a hundred products have judged substitutes, a full match among them', () => {
  const lines = judgeItems(products, 42).trim().split('\n');
  const items = new Set(lines.map((line) => line.split(' ')[0]));
  const full = new Set(lines.filter((line) => line.endsWith(' 3')).map((line) => line.split(' ')[0]));
  expect([items.size, full.size]).toEqual([100, 100]);
});

test('every category is stocked, three to five levels deep, with materials that it can have', () => {
  for (const name of categoryNames) {
    const own = products.filter((product) => product.category === name);
    expect(own.length, name).toBeGreaterThanOrEqual(20);
    expect(categoryOf(name).path.length).toBeGreaterThanOrEqual(3);
    for (const product of own) expect(categoryOf(name).materials).toContain(product.material);
  }
  expect(new Set(products.map((product) => product.id)).size).toBe(1000);
});
