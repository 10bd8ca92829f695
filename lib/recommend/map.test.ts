import { expect, test } from 'vitest';
import type { Product } from '../catalog/index.js';
import { plotPng } from '../plot/index.js';
import { productOf } from '../testing/product.js';
import { createRandom, fromRows, type Matrix, matrix, normalizeRows } from '../vectors/index.js';
import { catalogMap, mapFigure, Recommender } from './index.js';
import { mapCategories } from './map-categories.js';

function product(i: number, ...categories: string[]): Product {
  return productOf(`p${i}`, { title: `Thing <${i}>`, price: i % 2 ? null : i, categories });
}

function shopOf(vectors: Matrix, products?: Product[]): Recommender {
  const image = matrix(vectors.rows, 2);
  return new Recommender({
    products: products ?? Array.from({ length: vectors.rows }, (_, i) => product(i, 'Home', 'Chairs')),
    spaces: { text: vectors, image, hybrid: vectors },
    encodeQuery: async () => null,
  });
}

/** n points about two directions at right angles, even ones about the first. */
function twoClusters(n: number): Matrix {
  const random = createRandom(5);
  const rows = Array.from({ length: n }, (_, i) =>
    [i % 2 ? 0 : 1, i % 2, 0, 0, 0].map((x) => x + 0.1 * random.normal()),
  );
  return normalizeRows(fromRows(rows));
}

test('two clusters stay apart, the same for the same seed', async () => {
  const shop = shopOf(twoClusters(80));
  const done: number[] = [];
  const map = await catalogMap(shop, { seed: 3, onProgress: (epochs) => done.push(epochs) });
  expect(map).toMatchObject({ method: 'UMAP', description: '80 products placed by UMAP with 15 neighbours' });
  expect([map.x.length, map.y.length, map.ids[7]]).toEqual([80, 80, 'p7']);
  expect([...map.x, ...map.y].every(Number.isFinite)).toBe(true);
  const far = (i: number, j: number) => Math.hypot(map.x[i] - map.x[j], map.y[i] - map.y[j]);
  for (let i = 0; i < 80; i++) {
    const nearest = map.ids.map((_, j) => j).filter((j) => j !== i);
    nearest.sort((a, b) => far(i, a) - far(i, b));
    expect(nearest.slice(0, 10).every((j) => j % 2 === i % 2)).toBe(true);
  }
  expect(done).toEqual([...done].sort((a, b) => a - b));
  expect(await catalogMap(shop, { seed: 3 })).toEqual(map);
  expect((await catalogMap(shop, { seed: 4 })).x).not.toEqual(map.x);
});

test('a sample is drawn by the seed, in the order of the catalogue', async () => {
  const shop = shopOf(twoClusters(60));
  const map = await catalogMap(shop, { sample: 20, seed: 1 });
  expect(map.description).toBe('20 products, a sample of 60, placed by UMAP with 15 neighbours');
  const places = map.ids.map((id) => shop.rowOf(id));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect((await catalogMap(shop, { sample: 20, seed: 1 })).ids).toEqual(map.ids);
  expect((await catalogMap(shop, { sample: 20, seed: 2 })).ids).not.toEqual(map.ids);
});

test('one product is a point, two are a line, four are placed by PCA; 10 by UMAP', async () => {
  const unit = fromRows([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [0.6, 0.8, 0],
  ]);
  const of = (n: number) => catalogMap(shopOf(matrix(n, 3, unit.data.slice(0, 3 * n))));
  const one = await of(1);
  expect([one.x, one.y, one.method]).toEqual([[0], [0], 'PCA']);
  expect(one.description).toBe('1 product placed by PCA, as UMAP needs 10 or more');
  const two = await of(2);
  expect(two.y).toEqual([0, 0]);
  expect(Math.abs(two.x[0] - two.x[1])).toBeCloseTo(20, 4);
  const four = await of(4);
  expect(Math.max(...four.x.map(Math.abs))).toBeCloseTo(10, 4);
  expect(new Set(four.y.map((y) => y.toFixed(3))).size).toBeGreaterThan(1);
  const ten = await catalogMap(shopOf(twoClusters(10)));
  expect([ten.method, ten.x.every(Number.isFinite)]).toEqual(['UMAP', true]);
  for (const map of [one, two, four])
    expect((await plotPng(mapFigure(map))).byteLength).toBeGreaterThan(2000);
});

test('identical products, few or many, are no reason for NaN', async () => {
  const few = await catalogMap(shopOf(fromRows(Array.from({ length: 5 }, () => [1, 0]))));
  expect([...few.x, ...few.y]).toEqual(Array(10).fill(0));
  const many = await catalogMap(shopOf(fromRows(Array.from({ length: 40 }, () => [0.6, 0.8]))));
  expect([...many.x, ...many.y].every(Number.isFinite)).toBe(true);
});

test('products without a vector are not on the map', async () => {
  const vectors = twoClusters(20);
  vectors.data.fill(0, 0, 10);
  const map = await catalogMap(shopOf(vectors));
  expect(map.ids).not.toContain('p0');
  expect(map.description).toMatch(/^18 products .*; 2 of 20 have no vector and are not on it$/);
});

test('colours by the level that tells most apart', () => {
  const shop = [
    product(0, 'Home', 'Seats', 'Sofas'),
    product(1, 'Home', 'Seats', 'Stools'),
    product(2, 'Home', 'Tables', 'Desks'),
    product(3, 'Home', 'Tables'),
    product(4),
  ];
  expect(mapCategories(shop, 5)).toEqual(['Sofas', 'Stools', 'Desks', 'Tables', '(none)']);
  expect(mapCategories(shop, 2)).toEqual(['Seats', 'Seats', 'Tables', 'Tables', '(other)']);
  expect(mapCategories(shop, 1)).toEqual(['Home', 'Home', 'Home', 'Home', '(other)']);
  expect(mapCategories([product(0), product(1)], 3)).toEqual(['(none)', '(none)']);
});

test('the figure: the largest category first, the rest grey, each point with its place in the map', async () => {
  const names = ['A', 'B', 'B', 'C', 'C', 'C', 'D', 'D', 'D', 'D'];
  const long = 'Decorative Pillows, Inserts & ';
  const products = names.map((name, i) =>
    product(i, 'Home', name === 'A' ? `${long}Covers` : name === 'B' ? `${long}Cases` : name),
  );
  const figure = mapFigure(await catalogMap(shopOf(twoClusters(10), products), { categories: 3 }));
  expect(figure.data.map(({ name }) => name)).toEqual(['D', 'C', 'Decorative Pillows, Inser…', '(other)']);
  expect(figure.data[1].customdata).toEqual([3, 4, 5]);
  expect((figure.data[0].text as string[])[0]).toBe('Thing &lt;6&gt;<br>D<br>6.00');
  expect((figure.data[3].marker as { color: string }).color).toBe('#8a9096');
  const all = mapFigure(await catalogMap(shopOf(twoClusters(10), products)));
  expect(all.data.map(({ name }) => name)).toContain('Decorative Pillows, Inserts &amp; Covers');
  expect((await plotPng(figure)).byteLength).toBeGreaterThan(5000);
});

test('bad options are named', async () => {
  const shop = shopOf(twoClusters(12));
  await expect(catalogMap(shop, { neighbors: 1 })).rejects.toThrow(
    'neighbors is 1; give a whole number from 2 to 200',
  );
  await expect(catalogMap(shop, { minDist: Number.NaN })).rejects.toThrow('minDist is NaN');
  await expect(catalogMap(shop, { sample: 0 })).rejects.toThrow('sample is 0');
  await expect(catalogMap(shop, { categories: 11 })).rejects.toThrow('categories is 11');
  await expect(catalogMap(shop, { space: 'colour' as 'text' })).rejects.toThrow(
    '"colour" is unknown; choose text, image',
  );
  await expect(catalogMap(shop, { space: 'image' })).rejects.toThrow(
    'no product has a vector in the space "image"',
  );
});
