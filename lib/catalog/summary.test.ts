import { expect, test } from 'vitest';
import { productOf } from '../testing/product.js';
import { type Catalog, catalogSummary, toDataFrame } from './index.js';

const products = [
  productOf('a', { title: 'Sofa', brand: 'N', price: 4, categories: ['Home', 'Sofas'], images: ['a.jpg'] }),
  productOf('b', { title: 'Lamp', brand: 'N', price: 1, categories: ['Home', 'Lamps'] }),
  productOf('c', { title: 'Bed', material: 'Oak' }),
];
const catalog: Catalog = {
  products,
  rejected: [
    { row: 3, id: 'a', reason: 'duplicate of row 2' },
    { row: 4, id: '', reason: 'no uniq_id' },
  ],
  warnings: [{ row: 5, id: 'c', reason: 'price "call us" is no price; left empty' }],
  path: '/x.csv',
  reading: { line: '', columns: {} },
  counts: { rows: 6, rejected: 2, duplicates: 1, warnings: 1, variants: 0 },
};

test('counts, prices and what is missing', () => {
  expect(catalogSummary(catalog)).toMatchObject({
    products: 3,
    rejected: 2,
    duplicates: 1,
    warnings: 1,
    price: { min: 1, median: 2.5, max: 4, missing: 1 },
    categories: 2,
    brands: 1,
    missing: { uniq_id: 0, title: 0, brand: 1, price: 1, categories: 1, images: 2, material: 2, color: 3 },
  });
});

test('an empty catalogue has no price range', () => {
  const { price } = catalogSummary({ ...catalog, products: [] });
  expect(price).toEqual({ min: null, median: null, max: null, missing: 0 });
});

test('a DataFrame has a row a product', async () => {
  const frame = await toDataFrame(products);
  expect(frame.shape).toEqual([3, 13]);
  expect(frame.head(1).values[0].slice(0, 6)).toEqual(['a', 'Sofa', 'N', 4, 'Sofas', 'Home > Sofas']);
});
