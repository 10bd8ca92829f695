import { expect, test } from 'vitest';
import type { Product } from '../catalog/index.js';
import { productOf } from '../testing/product.js';
import { fromRows, matrix, row } from '../vectors/index.js';
import { buildSpaces, describeQuality, Recommender, spaceQuality } from './index.js';
import type { RecommenderParts } from './recommender.js';

function product(id: string, title: string, price: number | null, category: string): Product {
  return productOf(id, { title, price, categories: ['Home', category] });
}

const products = [
  product('chair-1', 'black leather chair', 100, 'Chairs'),
  product('chair-2', 'black dining chair', 60, 'Chairs'),
  product('sofa-1', 'white leather sofa', 400, 'Sofas'),
  product('lamp-1', 'reading lamp', null, 'Lamps'),
];

/** Vectors in the plane at these angles; null for none. */
function at(...degrees: (number | null)[]) {
  return fromRows(
    degrees.map((angle) =>
      angle === null ? [0, 0] : [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)],
    ),
  );
}

const text = at(0, 10, 50, 90);
const image = at(0, 80, 20, null);
const combined = fromRows(
  products.map((_, i) => [
    ...text.data.subarray(2 * i, 2 * i + 2).map((x) => x * Math.sqrt(i === 3 ? 1 : 0.7)),
    ...image.data.subarray(2 * i, 2 * i + 2).map((x) => x * Math.sqrt(0.3)),
  ]),
);

function shopOf(parts: Partial<RecommenderParts> = {}): Recommender {
  return new Recommender({
    products,
    spaces: { text, image, hybrid: combined },
    encodeQuery: async () => Float32Array.of(1, 0),
    ...parts,
  });
}

const ids = (results: { product: Product }[]) => results.map((result) => result.product.id);

test('each way to rank uses its own space, and never returns the product itself', async () => {
  const shop = shopOf();
  expect(ids(await shop.recommend('chair-1', { by: 'text' }))).toEqual(['chair-2', 'sofa-1', 'lamp-1']);
  expect(ids(await shop.recommend('chair-1', { by: 'image' }))).toEqual(['sofa-1', 'chair-2']);
  expect(ids(await shop.recommend('chair-1', { by: 'bm25' }))).toEqual(['chair-2', 'sofa-1']);
});

test('the hybrid score is the weighted average of both cosines', async () => {
  const [first, second] = await shopOf().recommend('chair-1', { k: 2 });
  const cos = (degrees: number) => Math.cos((degrees * Math.PI) / 180);
  expect(first.product.id).toBe('chair-2');
  expect(first.score).toBeCloseTo(0.7 * cos(10) + 0.3 * cos(80), 5);
  expect(second.score).toBeCloseTo(0.7 * cos(50) + 0.3 * cos(20), 5);
});

test('a product without a photo has nothing to rank by image, and is never found by it', async () => {
  const shop = shopOf();
  expect(await shop.recommend('lamp-1', { by: 'image' })).toEqual([]);
  expect(ids(await shop.recommend('sofa-1', { by: 'image' }))).not.toContain('lamp-1');
});

test('filters narrow every way to rank', async () => {
  const shop = shopOf();
  for (const by of ['hybrid', 'text', 'image', 'bm25', 'fused'] as const) {
    expect(ids(await shop.recommend('chair-1', { by, filter: { category: 'Sofas' } })), by).toEqual([
      'sofa-1',
    ]);
  }
  for (const by of ['fused', 'text', 'bm25'] as const) {
    expect(ids(await shop.search('leather chair', { by, filter: { priceMax: 80 } })), by).toEqual([
      'chair-2',
    ]);
  }
});

test('search joins keywords and vectors, and survives a text that the encoder does not know', async () => {
  expect(ids(await shopOf().search('sofa'))[0]).toBe('sofa-1');
  const unknowing = shopOf({ encodeQuery: async () => null });
  expect(ids(await unknowing.search('sofa'))).toEqual(['sofa-1']);
  expect(await unknowing.search('qqqq')).toEqual([]);
});

test('k larger than the catalogue gives what there is; k of 0, an empty text and an unknown id are refused', async () => {
  const shop = shopOf();
  expect(await shop.recommend('chair-1', { k: 99 })).toHaveLength(3);
  await expect(shop.recommend('chair-1', { k: 0 })).rejects.toThrow(/k/);
  await expect(shop.search('chair', { k: 0 })).rejects.toThrow(/k is 0/);
  await expect(shop.search('  ')).rejects.toThrow('the search text is empty');
  await expect(shop.recommend('chair-3')).rejects.toThrow(
    'no product has the id "chair-3"; did you mean "chair-1"?',
  );
});

test('a query vector of another length is refused', async () => {
  const shop = shopOf({ encodeQuery: async () => Float32Array.of(1, 0, 0) });
  await expect(shop.search('chair', { by: 'text' })).rejects.toThrow(/3/);
});

test('spaces are centred, of unit length, and joined; without photos the text stands alone', () => {
  const built = buildSpaces({
    text: fromRows([
      [1, 5],
      [3, 5],
      [2, 8],
    ]),
    image: matrix(3, 4),
    alpha: 0.7,
    beta: 0.3,
  });
  expect(built.scalers.image).toBeNull();
  expect(built.empty).toEqual([]);
  const expected = [
    [-1, -1],
    [1, -1],
    [0, 2],
  ].flatMap(([x, y]) => [x / Math.hypot(x, y), y / Math.hypot(x, y)]);
  built.spaces.text.data.forEach((x, i) => {
    expect(x).toBeCloseTo(expected[i], 6);
  });
  const cosine = (i: number, j: number) => {
    const { data, cols } = built.spaces.hybrid;
    let sum = 0;
    for (let c = 0; c < cols; c++) sum += data[i * cols + c] * data[j * cols + c];
    return sum;
  };
  expect(cosine(0, 1)).toBeCloseTo(0, 6);
  expect(cosine(0, 2)).toBeCloseTo(-Math.SQRT1_2, 6);
});

test('products that are all alike, or only two, can be compared', () => {
  const image = matrix(2, 3);
  for (const text of [
    fromRows([[1], [1]]),
    fromRows([
      [1, 0],
      [0, 1],
    ]),
    fromRows([
      [0.6, 0.8],
      [0.6, 0.8],
    ]),
  ]) {
    const { spaces, empty } = buildSpaces({ text, image, alpha: 0.7, beta: 0.3 });
    expect(empty).toEqual([]);
    for (const i of [0, 1]) expect(Math.hypot(...row(spaces.hybrid, i))).toBeCloseTo(1, 5);
  }
});

test('nothing to compare by is said so', () => {
  const vectors = {
    text: fromRows([
      [1, 0],
      [0, 1],
    ]),
    image: matrix(2, 2),
  };
  expect(() => buildSpaces({ ...vectors, alpha: 0, beta: 1 })).toThrow('no product has a usable image');
  expect(() => buildSpaces({ ...vectors, alpha: 1e308, beta: 1e308 })).toThrow(
    'the weights add up to Infinity',
  );
});

test('a way to rank that does not exist, and an id or text that is none, are refused', async () => {
  const shop = shopOf();
  await expect(shop.recommend('chair-1', { by: 'best' as 'text' })).rejects.toThrow(
    'by "best" is no way to rank; choose text, image',
  );
  await expect(shop.search('chair', { by: 'hybrid' as 'text' })).rejects.toThrow('choose text, bm25, fused');
  await expect(shop.recommend(undefined as unknown as string)).rejects.toThrow(
    'no product has the id undefined',
  );
  await expect(shop.search(undefined as unknown as string)).rejects.toThrow('the search text is empty');
});

test('weights that mean nothing are refused', () => {
  const vectors = {
    text: fromRows([
      [1, 0],
      [0, 1],
    ]),
    image: fromRows([
      [1, 0],
      [0, 1],
    ]),
  };
  for (const [alpha, beta] of [
    [0, 0],
    [-1, 2],
    [Number.NaN, 1],
  ]) {
    expect(() => buildSpaces({ ...vectors, alpha, beta })).toThrow(/weight/);
  }
});

test('products that are all alike, or one alone, keep their vector', () => {
  for (const rows of [1, 7]) {
    const same = fromRows(Array.from({ length: rows }, () => [0.1, 0.7, 0.2]));
    const { spaces, empty, scalers } = buildSpaces({
      text: same,
      image: matrix(rows, 2),
      alpha: 0.7,
      beta: 0.3,
    });
    expect(scalers.text.kind).toBe('none');
    expect(empty).toEqual([]);
    expect(spaces.hybrid.data[1] / spaces.hybrid.data[0]).toBeCloseTo(7, 4);
  }
});

test('where no product has a photo, hybrid is text: one matrix, one index, one measurement', async () => {
  const { spaces, parts } = buildSpaces({ text, image: matrix(4, 0), alpha: 0.7, beta: 0.3 });
  expect(spaces.hybrid).toBe(spaces.text);
  expect(parts.map(({ name, cols }) => [name, cols])).toEqual([
    ['text', 2],
    ['image', 0],
  ]);
  const shop = shopOf({ spaces });
  expect(await shop.index('hybrid')).toBe(await shop.index('text'));
  expect(await shop.describeIndex()).toContain('exact search: 4 vectors');
  const quality = await spaceQuality(shop);
  expect(Object.keys(quality)).toEqual(['text', 'hybrid']);
  expect(quality.hybrid).toBe(quality.text);
  expect(describeQuality(quality, 4)).toBe('neighbours of 4 of 4 products, cosines of 6 pairs');
  expect(buildSpaces({ text, image, alpha: 0.7, beta: 0.3 }).spaces.hybrid.cols).toBe(4);
});
