import { expect, test } from 'vitest';
import { categoryVectors } from '../encode/index.js';
import { productOf } from '../testing/product.js';
import { fromRows, matrix } from '../vectors/index.js';
import { photoEncoder, type Recommendation, Recommender } from './index.js';
import type { RecommenderParts } from './recommender.js';

/** Vectors in the plane at these angles; null for none. */
function at(...degrees: (number | null)[]) {
  return fromRows(
    degrees.map((angle) =>
      angle === null ? [0, 0] : [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)],
    ),
  );
}
const degrees = (angle: number) => at(angle).data;
const cos = (angle: number) => Math.cos((angle * Math.PI) / 180);
const ids = (found: readonly Recommendation[]) => found.map(({ product }) => product.id);

const products = [
  productOf('chair', { title: 'leather chair', categories: ['Home', 'Chairs'] }),
  productOf('sofa', { title: 'velvet sofa', categories: ['Home', 'Sofas'] }),
  productOf('lamp', { title: 'lamp', categories: [] }),
];
const text = at(0, 60, 180);
const image = at(10, 90, null);
const weights = { text: 0.6, image: 0.2, category: 0.2 };
/** Cosines of 0.6, 0.2 and 0.2 of those of the parts, where both have all three. */
const hybrid = fromRows(
  products.map((_, i) => {
    const category = categoryVectors(products).vectors;
    const parts = [text, image, category].map((m, p) => ({
      row: [...m.data.subarray(i * m.cols, (i + 1) * m.cols)],
      weight: Object.values(weights)[p],
    }));
    const total = parts.reduce((sum, { row, weight }) => sum + (row.some((x) => x !== 0) ? weight : 0), 0);
    return parts.flatMap(({ row, weight }) => row.map((x) => x * Math.sqrt(weight / total)));
  }),
);

function shopOf(parts: Partial<RecommenderParts> = {}): Recommender {
  return new Recommender({
    products,
    spaces: { text, image, category: categoryVectors(products).vectors, hybrid },
    weights,
    encodeQuery: async (words) => (words.startsWith('velvet') ? degrees(60) : degrees(20)),
    encodePhoto: async () => degrees(40),
    ...parts,
  });
}

test('a new product has the weighted average of the cosines of the parts that it has', async () => {
  const shop = shopOf();
  const [first] = await shop.recommendFor(
    { title: 'chair', photo: 'x.jpg', categories: ['Home', 'Chairs'] },
    { k: 1 },
  );
  expect(first.product.id).toBe('chair');
  expect(first.score).toBeCloseTo(0.6 * cos(20) + 0.2 * cos(30) + 0.2 * 1, 5);
  // Without a category, 0.6 and 0.2 of a total of 0.8; a chair that has all three has √0.6 and √0.2 of its length in them.
  const [partly] = await shop.recommendFor({ title: 'chair', photo: 'x.jpg' }, { k: 1 });
  expect(partly.score).toBeCloseTo((0.6 * cos(20) + 0.2 * cos(30)) / Math.sqrt(0.8), 5);
  const byText = await shop.recommendFor({ title: 'chair', photo: 'x.jpg' }, { by: 'text' });
  expect(byText.map(({ score }) => score)).toEqual(
    [cos(20), cos(40), cos(160)].map((x) => expect.closeTo(x, 5)),
  );
  const byPlace = await shop.recommendFor(
    { title: 'stool', categories: ['Home', 'Stools'] },
    { by: 'category' },
  );
  expect(byPlace.map(({ score }) => score > 0.1)).toEqual([true, true]);
});

test('a photo alone is compared with photos', async () => {
  const found = await shopOf().search({ photo: 'x.jpg' });
  expect(found.map(({ product, score }) => [product.id, score])).toEqual([
    ['chair', expect.closeTo(cos(30), 5)],
    ['sofa', expect.closeTo(cos(50), 5)],
  ]);
  expect(found).toEqual(await shopOf().recommendFor({ photo: 'x.jpg' }));
});

test('keywords of the title, filters and rules count as for products of the catalogue', async () => {
  const shop = shopOf();
  expect(ids(await shop.recommendFor({ title: 'a velvet sofa' }, { by: 'bm25' }))).toEqual(['sofa']);
  expect(ids(await shop.recommendFor({ title: 'chair' }, { filter: { category: 'Sofas' } }))).toEqual([
    'sofa',
  ]);
  const asked: unknown[] = [];
  const start = (query: unknown) => {
    asked.push(query);
    return { refuse: () => null };
  };
  await shop.recommendFor({ title: ' chair ' }, { rules: [{ name: 'none', start }] });
  expect(asked).toEqual([{ product: productOf('', { title: 'chair' }), row: -1 }]);
});

test('words for more and less move the query', async () => {
  const shop = shopOf();
  const [, sofa] = await shop.recommend('lamp', { by: 'text' });
  expect([sofa.product.id, sofa.score]).toEqual(['chair', expect.closeTo(-1, 5)]);
  // (−1, 0) + 0.75 · (cos 60°, sin 60°)
  const moved = Math.hypot(-1 + 0.75 * cos(60), 0.75 * cos(30));
  const [more] = await shop.recommend('lamp', { by: 'text', more: 'velvet' });
  expect([more.product.id, more.score]).toEqual(['sofa', expect.closeTo((cos(120) + 0.75) / moved, 5)]);
  const [less] = await shop.recommend('chair', { by: 'text', less: 'velvet' });
  expect([less.product.id, less.score]).toEqual(['sofa', expect.closeTo((cos(60) - 0.75) / moved, 5)]);
  const byAll = async (options: object) =>
    (await shop.recommend('lamp', options)).find(({ product }) => product.id === 'sofa')!.score;
  expect(await byAll({ more: 'velvet' })).toBeGreaterThan(await byAll({}));
  expect(await byAll({ less: 'velvet' })).toBeLessThan(await byAll({}));
});

test('examples: the mean of what is liked less a quarter of what is not, themselves left out', async () => {
  const shop = shopOf({ products: [...products, productOf('stool'), productOf('bench')] });
  const five = { text: at(0, 60, 180, 30, 90), image: matrix(5, 0), hybrid: at(0, 60, 180, 30, 90) };
  const wide = new Recommender({
    products: shop.products,
    spaces: five,
    encodeQuery: async () => null,
  });
  const liked = await wide.recommend({ like: ['chair', 'sofa'] });
  expect(ids(liked)).toEqual(['stool', 'bench', 'lamp']);
  expect(liked[0].score).toBeCloseTo(1, 5);
  // (1, 0) − ¼ · (cos 60°, sin 60°) = (0.875, −0.2165)
  const [first] = await wide.recommend({ like: ['chair'], dislike: ['sofa'] });
  expect([first.product.id, first.score]).toEqual([
    'stool',
    expect.closeTo((0.875 * cos(30) - 0.2165 * 0.5) / Math.hypot(0.875, 0.2165), 4),
  ]);
});

test('what cannot be asked is said in a line', async () => {
  const shop = shopOf();
  const none = { products, spaces: { text, image: matrix(3, 0), hybrid: text } };
  const photoless = new Recommender({
    ...none,
    weights: { text: 0.7, image: 0.3 },
    encodeQuery: async () => null,
    encodePhoto: photoEncoder(async () => Promise.reject(new Error('not needed')), null),
  });
  const refused = (asked: Promise<unknown>, message: string) => expect(asked).rejects.toThrow(message);
  await refused(shop.recommendFor({}), 'nothing to compare: give a title, a description or a photo');
  await refused(
    shop.recommendFor({ tilte: 'x' } as object),
    'no option "tilte"; choose from title, brand, description',
  );
  await refused(shop.recommendFor({ photo: 7 as unknown as string }), 'must be a path, an address, or');
  await refused(photoless.search({ photo: 'x.jpg' }), 'no product of this run has a photo to compare');
  await refused(photoless.recommendFor({ title: 'x', photo: 'x.jpg' }), 'no product of this run has a photo');
  await refused(
    shopOf({ weights: { text: 1, image: 0 } }).recommendFor({ title: 'x', photo: 'x.jpg' }),
    'no part for photos (BETA 0)',
  );
  await refused(shop.recommendFor({ title: 'x' }, { by: 'image' }), 'by "image" needs a photo');
  await refused(shop.recommendFor({ title: 'x' }, { by: 'behavior' }), 'there are no behavior vectors');
  await refused(shop.recommendFor({ photo: 'x.jpg' }, { by: 'bm25' }), 'there is no title; rank by hybrid');
  await refused(shop.recommend({ like: ['chair'] }, { by: 'fused' }), 'there is no title; rank by hybrid');
  await refused(shop.recommend({ like: ['chiar'] }), 'no product has the id "chiar"; did you mean "chair"?');
  await refused(shop.recommend({ like: ['chair'], dislike: ['sofaa'] }), 'did you mean "sofa"?');
  await refused(shop.recommend({ like: [], dislike: ['sofa'] }), 'like is empty');
  await refused(shop.recommend({ like: ['sofa'], dislike: ['sofa'] }), '"sofa" is both liked and disliked');
  await refused(shop.recommend({ like: 'sofa' as unknown as string[] }), 'lists of ids, not "sofa"');
  await refused(shop.recommend('chair', { by: 'image', more: 'leather' }), 'do not rank by image');
  await refused(photoless.recommend('chair', { more: 'xyzzy' }), 'knows no word of "xyzzy"');
  await refused(shop.search({ photo: 'x.jpg' }, { by: 'bm25' }), 'by "bm25" ranks for words');
});
