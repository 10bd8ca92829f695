import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Product } from '../catalog/index.js';
import { productOf } from '../testing/product.js';
import { fromRows } from '../vectors/index.js';
import { baseTitle } from './base-title.js';
import { atMost, inStock, notInAnotherColor, priceCeiling, Recommender } from './index.js';
import { type Ranked, type Rule, startRules } from './rules.js';

const ranked = (products: readonly Product[]) => products.map((product, row) => ({ product, row }));
/** A ranking after all rules. */
function ruled(ranking: readonly Ranked[], rules: readonly Rule[], query: Ranked | null = null) {
  const { accept, leftOut } = startRules(rules, query);
  const kept = ranking.filter(accept);
  return { kept, leftOut };
}
const idsOf = (list: readonly { product: Product }[]) => list.map(({ product }) => product.id);

const products = [
  productOf('sofa-green', {
    title: 'Oslo Velvet Sofa, Dark Green',
    brand: 'Holvex',
    price: 400,
    categories: ['Sofas'],
  }),
  productOf('sofa-red', {
    title: 'Oslo velvet sofa - Red 72"',
    brand: 'HOLVEX',
    price: 410,
    categories: ['Sofas'],
  }),
  productOf('sofa-other', {
    title: 'Oslo Velvet Sofa Blue',
    brand: 'Fjellbo',
    price: 390,
    categories: ['Sofas'],
  }),
  productOf('lamp', { title: 'Reading Lamp', brand: 'Holvex', categories: ['Lamps'] }),
  productOf('chair', { title: 'Chair', brand: '', price: 50, categories: ['Chairs'] }),
  productOf('stool', { title: 'Stool', brand: '', price: 40, categories: ['Chairs'] }),
];

describe('rules', () => {
  it('leave out by price and stock, and say why', () => {
    const { kept, leftOut } = ruled(ranked(products), [
      priceCeiling(400),
      inStock(new Set(['sofa-green', 'chair', 'lamp'])),
    ]);
    expect(idsOf(kept)).toEqual(['sofa-green', 'chair']);
    expect(leftOut.map(({ product, rule, reason }) => [product.id, rule, reason])).toEqual([
      ['sofa-red', 'price up to 400', 'costs 410'],
      ['sofa-other', 'in stock', 'is out of stock'],
      ['lamp', 'price up to 400', 'has no price'],
      ['stool', 'in stock', 'is out of stock'],
    ]);
    const lenient = ruled(ranked(products), [priceCeiling(40, { unpriced: 'keep' })]);
    expect(idsOf(lenient.kept)).toEqual(['lamp', 'stool']);
  });

  it.each([
    ['a list', ['chair', 'lamp']],
    ['a set', new Set(['chair', 'lamp'])],
    [
      'the keys of a map',
      new Map([
        ['chair', 3],
        ['lamp', 1],
      ]).keys(),
    ],
    ['a test', (id: string) => id === 'chair' || id === 'lamp'],
  ])('know what is in stock from %s, ranking after ranking', (_, stock) => {
    const rule = inStock(stock);
    for (let i = 0; i < 2; i++)
      expect(idsOf(ruled(ranked(products), [rule]).kept)).toEqual(['lamp', 'chair']);
  });

  it.each(['chair', undefined, null, 7, { chair: true }])('refuse %j as a stock', (stock) => {
    expect(() => inStock(stock as never)).toThrow('give a list or a set of ids, or a test of an id');
  });

  it('keep one colour of a product, of the queried one none', () => {
    expect(idsOf(ruled(ranked(products), [notInAnotherColor()]).kept)).toEqual([
      'sofa-green',
      'sofa-other',
      'lamp',
      'chair',
      'stool',
    ]);
    const [query, ...rest] = ranked(products);
    const { kept, leftOut } = ruled(rest, [notInAnotherColor()], query);
    expect(idsOf(kept)).not.toContain('sofa-red');
    expect(leftOut[0].reason).toBe('is "Oslo Velvet Sofa, Dark Green" again');
    const groups = new Map([
      ['chair', 1],
      ['stool', 1],
    ]);
    expect(idsOf(ruled(ranked(products), [notInAnotherColor({ groups })]).kept)).not.toContain('stool');
  });

  it('bound brands and categories, counting only what is kept; a missing brand is no brand', () => {
    expect(idsOf(ruled(ranked(products), [atMost(1, 'brand')]).kept)).toEqual([
      'sofa-green',
      'sofa-other',
      'chair',
      'stool',
    ]);
    const { kept, leftOut } = ruled(ranked(products), [
      inStock((id) => id !== 'chair'),
      atMost(1, 'category'),
    ]);
    expect(idsOf(kept)).toEqual(['sofa-green', 'lamp', 'stool']);
    expect(leftOut.map(({ reason }) => reason)).toContain('category "Sofas" has 1 already');
  });

  it('never let through what a rule refuses, and say of all others why', () => {
    const price = fc.option(fc.integer({ min: 0, max: 9 }), { nil: null });
    const catalog = fc.array(fc.record({ price, brand: fc.constantFrom('', 'a', 'b', 'c') }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(catalog, fc.integer({ min: 1, max: 3 }), (drawn, n) => {
        const all = ranked(drawn.map((about, i) => productOf(`p${i}`, about)));
        const { kept, leftOut } = ruled(all, [priceCeiling(5), atMost(n, 'brand')]);
        expect(kept.every(({ product }) => product.price !== null && product.price <= 5)).toBe(true);
        for (const brand of ['a', 'b', 'c']) {
          expect(kept.filter(({ product }) => product.brand === brand).length).toBeLessThanOrEqual(n);
        }
        const seen = [...kept, ...leftOut].map(({ row }) => row).sort((a, b) => a - b);
        expect(seen).toEqual(all.map(({ row }) => row));
      }),
    );
  });

  it('name bad input', () => {
    expect(() => priceCeiling(Number.NaN)).toThrow(/ceiling is NaN/);
    expect(() => priceCeiling(-1)).toThrow(/ceiling is -1/);
    expect(() => atMost(0, 'brand')).toThrow(/at most 0 of a brand/);
    expect(() => atMost(1, 'colour' as 'brand')).toThrow(/choose 'brand' or 'category'/);
  });
});

describe('baseTitle', () => {
  it.each([
    ['Oslo Velvet Sofa, Dark Green, 72"', '', 'oslo velvet sofa'],
    ['Matte Black Coat Stand 17"', 'Matte Black', 'coat stand'],
    ['Light Shade for Dark Rooms', '', 'light shade for dark rooms'],
    ['Rug 5 x 7 ft, Mist', 'Mist', 'rug x'],
    ['Black', '', ''],
  ])('%s (%s) → %s', (title, color, expected) => {
    expect(baseTitle({ title, color })).toBe(expected);
  });
});

describe('Recommender with rules and diversity', () => {
  // 120 chairs at growing angles from the query; every third costs 10, the others 99.
  const many = Array.from({ length: 120 }, (_, i) =>
    productOf(`c${i}`, { title: `chair n${i}`, price: i % 3 === 0 ? 10 : 99, categories: ['Chairs'] }),
  );
  const angles = fromRows(many.map((_, i) => [Math.cos(i / 100), Math.sin(i / 100)]));
  const shop = new Recommender({
    products: many,
    spaces: { text: angles, image: angles, hybrid: angles },
    encodeQuery: async () => Float32Array.of(1, 0),
    index: 'exact',
  });

  it('fetches until k are left, in the order of the ranking', async () => {
    let leftOut: readonly { reason: string }[] = [];
    const results = await shop.recommend('c0', {
      k: 30,
      rules: [priceCeiling(50)],
      onLeftOut: (out) => {
        leftOut = out;
      },
    });
    expect(idsOf(results)).toEqual(Array.from({ length: 30 }, (_, i) => `c${3 * (i + 1)}`));
    expect(leftOut).toHaveLength(60);
    expect(results.map(({ rank }) => rank)).toEqual(results.map((_, i) => i + 1));
    const few = await shop.search('chair', { by: 'text', k: 50, rules: [inStock(new Set(['c7', 'c119']))] });
    expect(idsOf(few)).toEqual(['c7', 'c119']);
  });

  it('spreads results over the space, keeping their own scores', async () => {
    const plain = await shop.recommend('c0', { k: 5 });
    expect(await shop.recommend('c0', { k: 5, diversity: 1 })).toEqual(plain);
    const diverse = await shop.recommend('c0', { k: 5, diversity: 0.3 });
    expect(diverse[0].product.id).toBe('c1');
    expect(diverse[1].product.id).toBe('c50');
    expect(diverse[1].score).toBeCloseTo(Math.cos(0.5), 5);
    for (const by of ['bm25', 'fused'] as const) {
      expect(await shop.search('chair', { by, k: 5, diversity: 0.5 })).toHaveLength(5);
    }
    await expect(shop.recommend('c0', { diversity: 2 })).rejects.toThrow(/lambda is 2/);
  });
});
