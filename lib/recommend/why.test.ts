import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { combine } from '../hybrid/index.js';
import { productOf } from '../testing/product.js';
import { dot, fromRows, type Matrix, row } from '../vectors/index.js';
import { buildSpaces, explainer, Recommender, savedParts } from './index.js';

const products = [
  productOf('chair-1', {
    title: 'Tufted velvet chair',
    brand: 'Oslo',
    price: 9,
    categories: ['Home', 'Chairs'],
    material: 'Velvet',
    color: 'Green',
  }),
  productOf('chair-2', {
    title: 'Velvet dining chairs, tufted',
    brand: 'Rome',
    price: 9,
    categories: ['Home', 'Chairs'],
    material: 'velvet',
    color: 'Red',
  }),
  productOf('lamp', {
    title: 'Lamp',
    price: 9,
    categories: ['Home', 'Lamps'],
  }),
  productOf('thing', { title: 'Thing', price: 9 }),
];
const text = fromRows([
  [1, 0, 0],
  [0.8, 0.6, 0],
  [0, 0, 2],
  [0, 0, 0],
]);
const image = fromRows([
  [3, 0],
  [0, 1],
  [0, 0],
  [0, 0],
]);

function shopOf(vectors: Matrix, photos: (string | null)[] = [null, null, null, null]): Recommender {
  return new Recommender({
    products,
    spaces: { text, image, hybrid: vectors },
    photos,
    encodeQuery: async () => null,
  });
}

const combined = combine([
  { name: 'text', vectors: text, weight: 0.7 },
  { name: 'image', vectors: image, weight: 0.3 },
]);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-why-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('explainer', () => {
  it('splits the similarity by hand: 0.7 · 0.8 + 0.3 · 0', async () => {
    const why = await explainer(shopOf(combined.vectors), combined.parts)('chair-1', 'chair-2');
    expect(why.parts.map(({ name }) => name)).toEqual(['text', 'image']);
    expect(why.parts[0].weight).toBeCloseTo(0.7, 6);
    expect(why.parts[0].cosine).toBeCloseTo(0.8, 6);
    expect(why.parts[0].contribution).toBeCloseTo(0.56, 6);
    expect(why.parts[1].contribution).toBe(0);
    expect(why.score).toBeCloseTo(0.56, 6);
    // Velvet, tufted and chair are in 2 of 4 texts, home in 3.
    expect(why.words.map(({ word }) => word)).toEqual(['chair', 'tufted', 'velvet', 'home']);
    expect(why.attributes).toEqual([
      { name: 'category', value: 'Chairs' },
      { name: 'material', value: 'Velvet' },
    ]);
    expect(why.sentence).toBe(
      'Similarity 0.56: text 0.56, image 0.00. Both say “chair”, “tufted”, “velvet” and “home”; both are in Chairs; both of Velvet.',
    );
  });

  it('says which parts are missing', async () => {
    const why = explainer(shopOf(combined.vectors), combined.parts);
    const lamp = await why('chair-2', 'lamp', { words: 1 });
    expect(lamp.parts.find(({ name }) => name === 'image')).toEqual({
      name: 'image',
      weight: 0,
      cosine: null,
      contribution: 0,
    });
    expect(lamp.sentence).toBe(
      'Similarity 0.00: text 0.00 (no image to compare). Both say “home”; both are in Home.',
    );
    expect((await why('lamp', 'thing')).sentence).toBe(
      'Nothing to compare (no text, no image to compare). No word, property or colour in common.',
    );
  });

  it('finds the colours that both photos show', async () => {
    const photo = async (name: string, fills: readonly [string, string]) => {
      const file = path.join(folder, name);
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="128" height="128"><rect width="128" height="128" fill="#fff"/><rect x="20" y="20" width="88" height="50" fill="${fills[0]}"/><rect x="20" y="70" width="88" height="38" fill="${fills[1]}"/></svg>`;
      await sharp(Buffer.from(svg)).toFile(file);
      return file;
    };
    const photos = [
      await photo('a.png', ['#1d5030', '#b42f2f']),
      await photo('b.png', ['#22335f', '#205434']),
      path.join(folder, 'missing.png'),
      null,
    ];
    const why = explainer(shopOf(combined.vectors, photos), combined.parts);
    const { colors, sentence } = await why('chair-1', 'chair-2');
    expect(colors.map(({ name }) => name)).toContain('dark green');
    expect(colors.map(({ name }) => name)).not.toContain('red');
    expect(sentence).toMatch(/both photos show .*dark green/);
    expect((await why('chair-1', 'lamp')).colors).toEqual([]);
  });

  it('sums to the cosine that ranks, whatever the weights and the gaps', async () => {
    const vector = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 3, maxLength: 3 });
    const part = fc.record({
      vectors: fc.array(vector, { minLength: 4, maxLength: 4 }),
      weight: fc.integer({ min: 0, max: 5 }),
    });
    const parts = fc
      .array(part, { minLength: 1, maxLength: 4 })
      .filter((list) => list.some((p) => p.weight > 0));
    await fc.assert(
      fc.asyncProperty(parts, async (list) => {
        const joined = combine(
          list.map(({ vectors, weight }, p) => ({ name: `part ${p}`, vectors: fromRows(vectors), weight })),
        );
        const why = await explainer(shopOf(joined.vectors), joined.parts)('chair-1', 'chair-2');
        expect(why.score).toBeCloseTo(dot(row(joined.vectors, 0), row(joined.vectors, 1)), 5);
        expect(why.parts.reduce((sum, x) => sum + x.contribution, 0)).toBeCloseTo(why.score, 12);
        for (const { weight, cosine, contribution } of why.parts) {
          expect(contribution).toBeCloseTo(weight * (cosine ?? 0), 5);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('takes the parts of spaces that were built, and of a saved run', async () => {
    const built = buildSpaces({ text, image, alpha: 0.7, beta: 0.3 });
    const shop = new Recommender({ products, spaces: built.spaces, encodeQuery: async () => null });
    const config = { weights: built.weights };
    expect(savedParts({ spaces: built.spaces, config })).toEqual(
      built.parts.map(({ name, offset, cols }) => ({ name, offset, cols })),
    );
    const [first] = await shop.recommend('chair-1', { k: 1 });
    const why = await explainer(shop, built.parts)('chair-1', first.product.id);
    expect(why.score).toBeCloseTo(first.score, 5);
    await shop.close();
  });

  it('names bad input', async () => {
    const shop = shopOf(combined.vectors);
    expect(() => explainer(shop, combined.parts.slice(1))).toThrow(/parts \(image 2\) have 2 columns, .* 5/);
    await expect(explainer(shop, combined.parts)('chair-1', 'chiar-2')).rejects.toThrow(
      /did you mean "chair-2"/,
    );
    const config = { weights: { text: 0.5, behavior: 0.5 } };
    expect(() => savedParts({ spaces: shop.spaces, config })).toThrow(/part "behavior"/);
  });
});
