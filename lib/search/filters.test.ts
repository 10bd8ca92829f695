import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Product } from '../catalog/index.js';
import { productOf } from '../testing/product.js';
import { compileFilters, type ProductFilter, parseFilter } from './index.js';

function product(id: number, given: Partial<Product>): Product {
  return productOf(String(id), given);
}

const products = [
  product(0, { brand: 'Foo', price: 100, categories: ['Furniture', 'Chairs'] }),
  product(1, { brand: 'foo', price: 50, categories: ['Furniture', 'Tables'] }),
  product(2, { brand: 'Bar, Inc', price: null, categories: ['Furniture', 'Chairs'] }),
  product(3, { brand: '', price: 0, categories: ['Lighting', 'Lighting'] }),
];
const filters = compileFilters(products);
const rows = (filter: ProductFilter) => {
  const found = filters.rows(filter);
  return found && [...found];
};

test('conditions combine; no condition is no restriction', () => {
  expect(rows({})).toBeNull();
  expect(rows({ category: 'furniture' })).toEqual([0, 1, 2]);
  expect(rows({ category: ['Tables', 'Lighting'] })).toEqual([1, 3]);
  expect(rows({ brand: 'FOO', category: 'chairs' })).toEqual([0]);
  expect(rows({ category: 'Chairs', priceMax: 100 })).toEqual([0]);
  expect(rows({ priceMin: 50, priceBelow: 100 })).toEqual([1]);
  expect(rows({ priceMin: 50, priceAbove: 50 })).toEqual([0]);
  expect(rows({ priceMin: 0 })).toEqual([0, 1, 3]);
  expect(rows({ brand: 'Foo', category: 'Lighting' })).toEqual([]);
});

test('any filter finds what a plain test of each product finds', () => {
  const few = (...names: string[]) => fc.constantFrom(...names);
  const one = fc.record({
    brand: few('', 'A', 'b'),
    price: fc.option(fc.integer({ min: 0, max: 5 })),
    categories: fc.array(few('X', 'Y', 'Z'), { maxLength: 3 }),
  });
  const filter = fc.record(
    {
      brand: fc.uniqueArray(few('a', 'B'), { minLength: 1 }),
      category: fc.uniqueArray(few('x', 'y', 'z'), { minLength: 1 }),
      priceMin: fc.integer({ min: 0, max: 5 }),
      priceBelow: fc.integer({ min: 0, max: 5 }),
    },
    { requiredKeys: [] },
  );
  const everyValue = { brand: 'A', categories: ['X', 'Y', 'Z'], price: null };
  const bothBrands = [everyValue, { ...everyValue, brand: 'B' }];
  const has = (wanted: readonly string[] | undefined, values: readonly string[]) =>
    !wanted || values.some((v) => wanted.some((w) => w.toLowerCase() === v.toLowerCase()));
  fc.assert(
    fc.property(fc.array(one, { maxLength: 30 }), filter, (given, f) => {
      const all = [...given, ...bothBrands].map((g, i) => product(i, g));
      const expected = all.flatMap((p, i) => {
        const priced = f.priceMin === undefined && f.priceBelow === undefined ? true : p.price !== null;
        const inRange = (p.price ?? 0) >= (f.priceMin ?? 0) && (p.price ?? 0) < (f.priceBelow ?? 99);
        return has(f.brand, [p.brand]) && has(f.category, p.categories) && priced && inRange ? [i] : [];
      });
      const found = compileFilters(all).rows(f);
      expect(found ? [...found] : all.map((_, i) => i)).toEqual(expected);
    }),
  );
});

test('unknown values and names are answered with the known ones', () => {
  expect(() => filters.rows({ category: 'Chiars' })).toThrow(
    'no product has category "Chiars"; did you mean "Chairs"?',
  );
  expect(() => filters.rows({ brand: 'Zzzzzz' })).toThrow('the most frequent are "Foo", "Bar, Inc"');
  expect(() => filters.rows({ material: 'Oak' })).toThrow('no product of this catalogue has a material');
  expect(() => filters.rows({ colour: 'red' } as ProductFilter)).toThrow('the filters are category, brand');
  expect(() => filters.rows({ priceMin: Number.NaN })).toThrow('priceMin');
  expect(() => filters.rows({ brand: [] })).toThrow('at least one value');
});

test('values are counted', () => {
  expect(filters.values('brand')).toEqual([
    { value: 'Foo', count: 2 },
    { value: 'Bar, Inc', count: 1 },
  ]);
});

test('filters are read from a command line', () => {
  expect(parseFilter('category=Chairs, price<100,brand=Foo')).toEqual({
    category: ['Chairs'],
    brand: ['Foo'],
    priceBelow: 100,
  });
  expect(parseFilter('Brand="Bar, Inc",brand=Foo,price>=$5,price<=9.5')).toEqual({
    brand: ['Bar, Inc', 'Foo'],
    priceMin: 5,
    priceMax: 9.5,
  });
  expect(parseFilter('price=5')).toEqual({ priceMin: 5, priceMax: 5 });
});

test.each([
  ['size=3', '"size" is no key; write category=…, brand=…'],
  ['chairs', 'it is no comparison'],
  ['price<cheap', '"cheap" is no number'],
  ['price<', '"" is no number'],
  ['price<3,price<4', 'given already'],
  ['brand>3', 'brand is compared with ='],
  ['brand=', 'the value is missing'],
  ['', 'filter "" has no condition; give one'],
  [',', 'filter "," has no condition; give one'],
])('%s is refused', (text, why) => {
  expect(() => parseFilter(text)).toThrow(why);
});
