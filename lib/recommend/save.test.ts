import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { productText, readCatalog } from '../catalog/index.js';
import { embed } from '../encode/index.js';
import { fitLsa } from '../encode/lsa/encoder.js';
import { evaluate } from '../evaluate/index.js';
import { ensureSample } from '../samples/index.js';
import { createRun, writeJson } from '../store/index.js';
import { productOf } from '../testing/product.js';
import { fromRows, matrix, row } from '../vectors/index.js';
import { standardMetrics } from './compare.js';
import type { FurtherParts } from './further-parts.js';
import {
  buildSpaces,
  compareSystems,
  explainer,
  furtherParts,
  openRankings,
  openRecommender,
  queryEncoder,
  Recommender,
  savedParts,
  saveRun,
  shopperEvents,
} from './index.js';
import type { RunConfig } from './run-config.js';
import type { SavedParts } from './save.js';

const products = [
  productOf('a', { title: 'black leather chair', categories: ['Home', 'Chairs'] }),
  productOf('b', { title: 'oak dining chair', categories: ['Home', 'Chairs'] }),
  productOf('SKU 001', { title: 'reading lamp', categories: ['Home', 'Lamps'] }),
  productOf('d', { title: 'black sofa', categories: [] }),
];
const image = fromRows([
  [1, 0],
  [0, 1],
  [1, 1],
  [0, 0],
]);
const counts = { rows: 4, rejected: 0, duplicates: 0, warnings: 0, variants: 0 };
const reading = { line: '', columns: {} };
const language = { language: 'en', line: '' } as const;
const source = {
  catalog: { path: '', products, rejected: [], warnings: [], reading, counts },
  sample: null,
  language,
};

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-save-'));
  vi.stubEnv('VITRINE_ROOT', root);
  // a and SKU 001 are bought together; nobody touched d.
  const rows = [
    'u,a,purchase',
    'u,SKU 001,cart',
    'v,a,view',
    'v,SKU 001,purchase',
    'w,b,view',
    'w,gone,view',
    'w,b,stare',
  ];
  await writeFile(path.join(root, 'events.csv'), `user,product,event\n${rows.join('\n')}\n`);
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
async function saved(
  further: FurtherParts,
  older = (config: object) => config,
  compared = async (_: Recommender): Promise<SavedParts['comparisons']> => [],
) {
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
      catalog: {
        path: '',
        sha256: '',
        products: 4,
        reading: '',
        language: 'en',
        counts,
        setAside: [],
        warnings: [],
        unusable: [],
      },
      photos: { found: 3, failed: [] },
      text: { ...encoderRecord, id: textEncoder.id, dim: textEncoder.dim, quantization },
      image: { ...encoderRecord, id: 'descriptors', dim: 2, quantization: null },
      events: further.events,
      relevance: '',
      versions: {},
    },
    metrics: {},
    comparisons: await compared(recommender),
  });
  const config = JSON.parse(await readFile(run.path('config.json'), 'utf8'));
  await writeJson(run.path('config.json'), older(config));
  return { recommender, built, folder: (await run.finish()).dir };
}

const judged = (query: string, grades: Record<string, number>) =>
  new Map([[query, new Map(Object.entries(grades))]]);

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
  expect((await shop.recommend('a', { by: 'behavior', k: 1 }))[0].product.id).toBe('SKU 001');
  expect((await shop.recommend('a', { by: 'category', k: 1 }))[0].product.id).toBe('b');
  expect((await shop.search('lamp', { k: 1 }))[0].product.id).toBe('SKU 001');

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
    const { language: ___, ...catalog } = rest.catalog;
    return { ...rest, catalog, text: { ...rest.text, quantization } };
  };
  const { folder } = await saved(further, older);
  const shop = await openRecommender(folder);
  expect(Object.keys(shop.spaces)).toEqual(['text', 'image', 'hybrid']);
  expect(shop.config.events).toBeNull();
  expect(shop.language).toBe('en');
  expect(shop.config.text.quantization?.ranking).toBeNull();
  await expect(shop.recommend('a', { by: 'behavior' })).rejects.toThrow(
    'there are no behavior vectors, only text, image, hybrid; run the notebook with DELTA above 0',
  );
  await shop.close();
});

test('rankings of texts and ids with blanks are kept, and give the figures of the run again', async () => {
  const search = judged('black chair', { a: 2, 'SKU 001': 1 });
  const relevance = { description: '', similar: null, search, queries: new Map(), warnings: [] };
  const found: Awaited<ReturnType<typeof compareSystems>>[] = [];
  const none: FurtherParts = { parts: [], events: null, description: [] };
  const { folder } = await saved(none, undefined, async (recommender) => {
    found.push(await compareSystems(recommender, relevance));
    return [found[0].search];
  });
  const { runs, evaluations } = found[0].search!;
  const rankings = await openRankings(folder);
  expect(rankings.runs).toEqual({ similar: {}, search: runs });
  for (const [system, run] of Object.entries(rankings.runs.search)) {
    expect(evaluate(search, run, standardMetrics)).toEqual(evaluations[system as keyof typeof evaluations]);
  }
});

test('what lies beyond the first 100 results counts in no figure', async () => {
  const many = Array.from({ length: 150 }, (_, i) => ({ ...products[0], id: `p${i}`, title: `chair ${i}` }));
  const ones = fromRows(many.map((_, i) => [1, i / 1000]));
  const shop = new Recommender({
    products: many,
    spaces: { text: ones, hybrid: ones, image: matrix(150, 2) },
    encodeQuery: async () => null,
  });
  const similar = judged('p0', { p1: 1, p149: 1 });
  const relevance = { description: '', similar, search: null, queries: new Map(), warnings: [] };
  const { runs, evaluations } = (await compareSystems(shop, relevance)).similar!;
  expect(runs.text.get('p0')?.size).toBe(100);
  expect(evaluations.text.mean.AP).toBe(0.5);
});

test('a run without judgments has no rankings', async () => {
  const { folder } = await saved({ parts: [], events: null, description: [] });
  expect((await openRankings(folder)).runs).toEqual({ similar: {}, search: {} });
});

test('events: a file, made-up shoppers for the sample, none for a catalogue of one’s own', async () => {
  const log = await shopperEvents(products, { events: 'events.csv', isSample: false });
  expect(log?.users).toEqual(['u', 'v', 'w']);
  expect(await shopperEvents(products, { events: '', isSample: false })).toBeNull();
  const { products: drawn } = await readCatalog(
    (await ensureSample(path.join(root, 'data', 'sample'), { count: 30 })).catalogPath,
  );
  const made = await shopperEvents(drawn, { events: '', isSample: true });
  expect([made?.path, made?.rejected]).toEqual([path.join(root, 'data', 'sample', 'events.csv'), []]);
});

test('bad weights and events are named', async () => {
  await expect(furtherParts(source, { ...weights, EVENTS: 'nowhere.csv' })).rejects.toThrow('no such file');
  await expect(furtherParts(source, { ...weights, EVENTS: '' })).rejects.toThrow(
    'DELTA is 0.1, but EVENTS names no file',
  );
  await writeFile(path.join(root, 'others.csv'), 'user,product,event\nu,x,view\n');
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
