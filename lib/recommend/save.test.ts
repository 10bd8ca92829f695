import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Product, productText } from '../catalog/index.js';
import { embed, fitLsa } from '../encode/index.js';
import { createRun, writeJson } from '../store/index.js';
import { fromRows, matrix, row } from '../vectors/index.js';
import {
  buildSpaces,
  explainer,
  type FurtherParts,
  furtherParts,
  openRecommender,
  queryEncoder,
  Recommender,
  type RunConfig,
  savedParts,
  saveRun,
} from './index.js';

const blank = {
  brand: '',
  description: '',
  price: null,
  images: [],
  manufacturer: '',
  packageDimensions: '',
  countryOfOrigin: '',
  material: '',
  color: '',
};
const products: Product[] = [
  { ...blank, id: 'a', title: 'black leather chair', categories: ['Home', 'Chairs'] },
  { ...blank, id: 'b', title: 'oak dining chair', categories: ['Home', 'Chairs'] },
  { ...blank, id: 'c', title: 'reading lamp', categories: ['Home', 'Lamps'] },
  { ...blank, id: 'd', title: 'black sofa', categories: [] },
];
const image = fromRows([
  [1, 0],
  [0, 1],
  [1, 1],
  [0, 0],
]);
const source = { catalog: { path: '', products, rejected: [], warnings: [] }, sample: null };

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'vitrine-save-'));
  vi.stubEnv('VITRINE_ROOT', root);
  // a and c are bought together; nobody touched d.
  const rows = [
    'u,a,purchase',
    'u,c,cart',
    'v,a,view',
    'v,c,purchase',
    'w,b,view',
    'w,gone,view',
    'w,b,stare',
  ];
  await writeFile(join(root, 'events.csv'), `user,product,event\n${rows.join('\n')}\n`);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

const encoderRecord = {
  asked: 'auto',
  model: 'lsa',
  name: 'LSA',
  sha256: null,
  details: '',
  fallbackReason: null,
  dtype: 'fp32',
} as const;

/** Saves a run of the four products, its config.json changed by `older`; gives its folder and its recommender. */
async function saved(further: FurtherParts, older = (config: object) => config) {
  const textEncoder = fitLsa(products.map(productText), { dim: 4 });
  const { vectors } = await embed(products.map(productText), textEncoder);
  const built = buildSpaces({ text: vectors, image, alpha: 0.4, beta: 0.3, further: further.parts });
  const encodeQuery = queryEncoder(async () => textEncoder, built.scalers.text);
  const recommender = new Recommender({ products, spaces: built.spaces, encodeQuery });
  const run = await createRun('product-recommendations');
  const quantization = { meanCosine: 0.99, p5Cosine: 0.98, ranking: null, reason: null };
  await saveRun(run, {
    recommender,
    built,
    textVectors: vectors,
    imageVectors: image,
    textEncoder,
    photos: products.map(() => null),
    config: {
      parameters: {},
      catalog: { path: '', sha256: '', products: 4, setAside: [], warnings: [], unusable: [] },
      photos: { found: 3, failed: [] },
      text: { ...encoderRecord, id: textEncoder.id, dim: textEncoder.dim, quantization },
      image: { ...encoderRecord, id: 'descriptors', dim: 2, quantization: null },
      events: further.events,
      relevance: '',
      versions: {},
    },
    metrics: {},
    comparisons: [],
  });
  const config = JSON.parse(await readFile(run.path('config.json'), 'utf8'));
  await writeJson(run.path('config.json'), older(config));
  return { recommender, built, folder: (await run.finish()).dir };
}

const weights = { GAMMA: 0.2, DELTA: 0.1, EVENTS: 'events.csv', RANDOM_SEED: 1 };

test('category and behaviour are parts of a saved run', async () => {
  const further = await furtherParts(source, weights);
  expect(further.events).toMatchObject({
    events: 5,
    users: 3,
    untouched: 1,
    unknownProducts: 1,
    setAside: 1,
  });
  expect(further.description[1]).toMatch(
    /^behaviour: 5 events of 3 shoppers, .* 1 products that nobody touched/,
  );
  const { recommender, built, folder } = await saved(further);
  const shop = await openRecommender(folder);
  expect(shop.config.events).toEqual(further.events);
  expect(Object.keys(shop.config.weights)).toEqual(['text', 'image', 'category', 'behavior']);
  expect(shop.spaces).toEqual(built.spaces);
  for (const by of ['hybrid', 'category', 'behavior', 'fused'] as const) {
    expect(await shop.recommend('a', { by }), by).toEqual(await recommender.recommend('a', { by }));
  }
  expect((await shop.recommend('a', { by: 'behavior', k: 1 }))[0].product.id).toBe('c');
  expect((await shop.recommend('a', { by: 'category', k: 1 }))[0].product.id).toBe('b');
  expect((await shop.search('lamp', { k: 1 }))[0].product.id).toBe('c');

  const why = await explainer(shop, savedParts(shop))('a', 'b');
  const [hit] = (await shop.recommend('a')).filter(({ product }) => product.id === 'b');
  expect(why.parts.map(({ name }) => name).sort()).toEqual(['behavior', 'category', 'image', 'text']);
  expect(why.score).toBeCloseTo(hit.score, 5);
  expect(why.parts.find(({ name }) => name === 'category')?.weight).toBeCloseTo(0.2, 6);
  await shop.close();
});

test('a product without category, behaviour and photo keeps its text, with all the weight', async () => {
  const { parts } = await furtherParts(source, weights);
  const text = fromRows([
    [1, 0],
    [0, 1],
    [1, 0],
    [0, 1],
  ]);
  const { spaces, empty } = buildSpaces({ text, image, alpha: 0.4, beta: 0.3, further: parts });
  expect(empty).toEqual([]);
  expect([...row(spaces.hybrid, 3)].map(Math.abs)).toEqual(
    [...row(spaces.text, 3), ...Array(spaces.hybrid.cols - 2).fill(0)].map((x) =>
      expect.closeTo(Math.abs(x), 6),
    ),
  );
});

test('with weights of 0 nothing is read, and the run has text and image only', async () => {
  const further = await furtherParts(source, { ...weights, GAMMA: 0, DELTA: 0, EVENTS: 'nowhere.csv' });
  expect(further).toEqual({ parts: [], events: null, description: [] });
  const older = (config: object) => {
    const { events: _, ...rest } = config as RunConfig;
    const { ranking: __, ...quantization } = rest.text.quantization!;
    return { ...rest, text: { ...rest.text, quantization } };
  };
  const { folder } = await saved(further, older);
  const shop = await openRecommender(folder);
  expect(Object.keys(shop.spaces)).toEqual(['text', 'image', 'hybrid']);
  expect(shop.config.events).toBeNull();
  expect(shop.config.text.quantization?.ranking).toBeNull();
  await expect(shop.recommend('a', { by: 'behavior' })).rejects.toThrow(
    'there are no behavior vectors, only text, image, hybrid; run the notebook with DELTA above 0',
  );
  await shop.close();
});

test('bad weights and events are named', async () => {
  await expect(furtherParts(source, { ...weights, EVENTS: 'nowhere.csv' })).rejects.toThrow('no such file');
  await writeFile(join(root, 'others.csv'), 'user,product,event\nu,x,view\n');
  await expect(furtherParts(source, { ...weights, EVENTS: 'others.csv' })).rejects.toThrow(
    'none is in the catalogue',
  );
  const category = { name: 'category', vectors: fromRows([[1], [1]]), weight: 0 } as const;
  const text = matrix(2, 2, Float32Array.of(1, 0, 0, 1));
  const none = { text, image: text, alpha: 0, beta: 0 };
  expect(() => buildSpaces({ ...none, further: [category] })).toThrow('every weight is 0');
  expect(() => buildSpaces({ ...none, further: [{ ...category, weight: -1 }] })).toThrow(
    'weight of part "category"',
  );
});
