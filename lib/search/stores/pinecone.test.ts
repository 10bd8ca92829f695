import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Product } from '../../catalog/index.js';
import { type PineconeServer, pineconeKey, pineconeServer } from '../../testing/pinecone-server.js';
import { productOf } from '../../testing/product.js';
import { fromRows, type Matrix, matrix } from '../../vectors/index.js';
import { exactIndex } from '../create-index.js';
import { compileFilters } from '../filters.js';
import type { ProductFilter } from '../product-filter.js';
import { localSearch, openPinecone, type PineconeOptions, withFallback } from './index.js';
import { payloadFilter } from './payload-filter.js';
import { metadataFilter } from './pinecone/metadata-filter.js';
import { productIdOf, recordOf } from './record.js';

const product = (id: string, over: Partial<Product> = {}) => productOf(id, { title: `Chair ${id}`, ...over });

const products = [
  product('a', { price: 10, categories: ['Furniture', 'Chairs'], color: 'Black', brand: 'Onda' }),
  product('b#é/ 1', {
    price: 20,
    categories: ['Furniture', 'Tables'],
    color: 'black ',
    countryOfOrigin: 'Peru',
  }),
  product('c', { price: 30, categories: ['Lamps'], material: 'Oak', manufacturer: 'Vale' }),
  product('d', { categories: ['Furniture', 'Chairs'], color: 'Red' }),
];
const vectors = fromRows([
  [1, 0, 0],
  [0.9, 0.1, 0],
  [0, 1, 0],
  [0, 0, 1],
]);
const query = Float32Array.of(2, 0.1, 0);

let server: PineconeServer;
let root: string;
let options: PineconeOptions;

beforeEach(async () => {
  server = await pineconeServer();
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-pinecone-'));
  vi.stubEnv('VITRINE_ROOT', root);
  vi.stubEnv('PINECONE_API_KEY', pineconeKey);
  vi.stubEnv('PINECONE_CONTROLLER_HOST', server.address);
  options = { index: 'shop', pauseMs: 1, timeoutMs: 2000, retries: 2 };
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
  await rm(root, { recursive: true, force: true });
});

const paths = (start: string) =>
  server.requests.filter(({ method, path }) => `${method} ${path}`.startsWith(start));

const many = (n: number, dim: number): { products: Product[]; vectors: Matrix } => {
  const m = matrix(n, dim);
  for (let i = 0; i < m.data.length; i++) m.data[i] = Math.fround(Math.sin(i + 1));
  return { products: Array.from({ length: n }, (_, i) => product(`p${i}`)), vectors: m };
};

describe('upload', () => {
  test('makes a serverless cosine index, waits until it is ready, sends records with their metadata', async () => {
    const store = await openPinecone(options);
    expect(await store.upload({ products, vectors })).toEqual({
      created: true,
      uploaded: 4,
      unchanged: 0,
      leftOut: 0,
      removed: 0,
    });
    expect(paths('POST /indexes')[0].body).toMatchObject({
      name: 'shop',
      dimension: 3,
      metric: 'cosine',
      spec: { serverless: { cloud: 'aws', region: 'us-east-1' } },
    });
    const [sent] = paths('POST /vectors/upsert');
    expect(sent.headers['api-key']).toBe(pineconeKey);
    expect(sent.body.namespace).toBe('__default__');
    expect(sent.body.vectors[1].metadata).toEqual({
      id: 'b#é/ 1',
      title: 'Chair b#é/ 1',
      price: 20,
      category: ['furniture', 'tables'],
      color: 'black',
      country: 'peru',
    });
    expect(sent.body.vectors[1].values.map(Math.fround)).toEqual([...vectors.data.subarray(3, 6)]);
    expect(await store.settled(4)).toBe(true);
    expect(await store.settled(5, { timeoutMs: 5 })).toBe(false);
  });

  test('does not send again what is there; replaces what changed; prunes only when asked', async () => {
    const store = await openPinecone(options);
    await store.upload({ products, vectors });
    expect(await store.upload({ products, vectors })).toMatchObject({
      uploaded: 0,
      unchanged: 4,
      removed: 0,
    });
    const changed = [{ ...products[0], price: 11 }, ...products.slice(1, 3)];
    const fewer = {
      products: changed,
      vectors: fromRows([
        [1, 0, 0],
        [0.9, 0.1, 0],
        [0, 1, 0],
      ]),
    };
    expect(await store.upload(fewer)).toMatchObject({
      created: false,
      uploaded: 1,
      unchanged: 2,
      removed: 1,
    });
    expect(server.indexes.get('shop')?.namespaces.get('__default__')?.size).toBe(4);
    expect(await store.upload(fewer, { prune: true })).toMatchObject({ uploaded: 0, removed: 1 });
    expect(paths('POST /vectors/upsert').map(({ body }) => body.vectors.length)).toEqual([4, 1]);
  });

  test('goes on where an upload stopped, in batches of 100 records and 2 MB', async () => {
    const store = await openPinecone({ ...options, retries: 0 });
    const collection = many(450, 4);
    server.fail('POST /vectors/upsert', { status: 400, body: { code: 3, message: 'no more' } });
    await expect(store.upload(collection)).rejects.toThrow(/HTTP 400: no more\); .* run again to go on/);
    const there = server.indexes.get('shop')?.namespaces.get('__default__')?.size ?? 0;
    expect(there).toBeLessThan(450);
    const report = await store.upload(collection);
    expect(report.unchanged).toBe(there);
    expect(report.uploaded).toBe(450 - there);
    expect(Math.max(...paths('POST /vectors/upsert').map(({ body }) => body.vectors.length))).toBe(100);

    server.indexes.clear();
    await store.upload(many(200, 2432));
    const sizes = paths('POST /vectors/upsert').map(({ text }) => text.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2_000_000);
    expect(Math.max(...sizes)).toBeGreaterThan(1_500_000);
  });

  test('tries again after 429, 500 and a cut connection, and waits as told', async () => {
    const store = await openPinecone(options);
    server.fail('POST /vectors/upsert', { status: 500 }, 'cut');
    server.fail('GET /vectors/list', { status: 429, headers: { 'retry-after': '0.2' } }, 'cut body');
    const start = Date.now();
    expect((await store.upload({ products, vectors })).uploaded).toBe(4);
    expect(Date.now() - start).toBeGreaterThanOrEqual(190);
    expect(paths('POST /vectors/upsert')).toHaveLength(3);
    expect(paths('GET /vectors/list')).toHaveLength(3);
  });

  test('leaves out rows of zeros, and refuses what cannot be sent', async () => {
    const store = await openPinecone(options);
    const zero = fromRows([
      [1, 0, 0],
      [0, 0, 0],
    ]);
    expect(await store.upload({ products: products.slice(0, 2), vectors: zero })).toMatchObject({
      uploaded: 1,
      leftOut: 1,
    });
    await expect(store.upload({ products, vectors: zero })).rejects.toThrow('4 products and 2 vectors');
    await expect(store.upload({ products: [products[0], products[0]], vectors: zero })).rejects.toThrow(
      'two products have the id "a"',
    );
    await expect(
      store.upload({ products: products.slice(0, 1), vectors: fromRows([[Number.NaN, 1, 1]]) }),
    ).rejects.toThrow('is NaN');
    await expect(
      store.upload({ products: [product('x'.repeat(500))], vectors: fromRows([[1, 0, 0]]) }),
    ).rejects.toThrow('is too long: stores take');
    await expect(openPinecone({ ...options, index: 'My Shop' })).rejects.toThrow(
      'index "My Shop": Pinecone takes',
    );
    await expect(openPinecone({ ...options, controllerHost: 'http://example.org' })).rejects.toThrow(
      'is no https address',
    );
  });

  test.each([
    [4, 'cosine', /index shop has 4 dimensions.*need 3 dimensions/],
    [3, 'euclidean', /index shop has the metric euclidean.*cosine/],
  ])('an index of %i dimensions, %s, is an error', async (dim, metric, message) => {
    server.add('shop', dim, metric);
    const store = await openPinecone(options);
    await expect(store.upload({ products, vectors })).rejects.toThrow(message);
    await expect(store.productSearch(products).search(query, 2)).rejects.toThrow(message);
    expect(paths('POST /vectors')).toHaveLength(0);
  });
});

describe('search', () => {
  const filters: ProductFilter[] = [
    {},
    { category: 'FURNITURE' },
    { category: ['chairs', 'Lamps'], priceMax: 30 },
    { color: 'BLACK', priceAbove: 10 },
    { priceMin: 10, priceBelow: 30 },
    { brand: 'onda' },
    { material: 'oak', manufacturer: 'vale' },
    { country: 'Peru' },
  ];

  test.each(filters)('finds what the local index finds: %j', async (filter) => {
    const store = await openPinecone(options);
    await store.upload({ products, vectors });
    const remote = await store.productSearch(products).search(query, 3, { filter });
    const local = await localSearch(await exactIndex(vectors), compileFilters(products)).search(query, 3, {
      filter,
    });
    expect(remote.map(({ row }) => row)).toEqual(local.map(({ row }) => row));
    remote.forEach(({ score }, i) => {
      expect(score).toBeCloseTo(local[i].score, 5);
    });
  });

  test('passes over products of other catalogues and asks for more in their place', async () => {
    const store = await openPinecone(options);
    await store.upload({ products, vectors });
    expect((await store.productSearch(products.slice(2)).search(query, 2)).map(({ row }) => row)).toEqual([
      0, 1,
    ]);
    expect(paths('POST /query').map(({ body }) => body.topK)).toEqual([2, 4]);
  });

  test('refuses a bad k and a bad query', async () => {
    const search = (await openPinecone(options)).productSearch(products);
    await expect(search.search(query, 0)).rejects.toThrow('k is 0');
    await expect(search.search(query, 10_001)).rejects.toThrow('10000 results at most');
    await expect(search.search(new Float32Array(3), 1)).rejects.toThrow('all zeros');
  });

  test('clears a namespace and deletes the index, also where there is none', async () => {
    const store = await openPinecone(options);
    await store.upload({ products, vectors });
    await store.clear();
    await store.clear();
    expect(await store.productSearch(products).search(query, 2)).toEqual([]);
    expect(await store.drop()).toBe(true);
    expect(await store.drop()).toBe(false);
    await expect(store.productSearch(products).search(query, 2)).rejects.toThrow(
      'has no index shop; upload the vectors first',
    );
  });
});

describe('withFallback', () => {
  const open = async () => (await openPinecone({ ...options, retries: 0 })).productSearch(products);
  const local = async () => localSearch(await exactIndex(vectors), compileFilters(products));

  test('says once that the key is missing, and answers from the local index', async () => {
    vi.stubEnv('PINECONE_API_KEY', '');
    const warnings: string[] = [];
    const search = withFallback(open, await local(), { onWarning: (w) => warnings.push(w) });
    const answer = await search.search(query, 2);
    expect(answer.from).toBe('local');
    expect(answer.neighbours.map(({ row }) => row)).toEqual([0, 1]);
    expect(answer.warning).toMatch(
      /^no key for Pinecone: put PINECONE_API_KEY=… into \.env .*; the local index answers instead$/,
    );
    await search.search(query, 2);
    expect(warnings).toEqual([answer.warning]);
    expect(search.warning).toBe(answer.warning);
  });

  test('takes the key from .env, and goes back to the service once it works', async () => {
    vi.stubEnv('PINECONE_API_KEY', '');
    const search = withFallback(open, await local(), { pauseMs: 0 });
    expect((await search.search(query, 1)).from).toBe('local');
    await writeFile(path.join(root, '.env'), `\uFEFF# keys\nPINECONE_API_KEY="${pineconeKey}"\n`);
    await (await openPinecone(options)).upload({ products, vectors });
    expect(await search.search(query, 1)).toMatchObject({ from: 'remote', warning: null });
    expect(process.env.PINECONE_API_KEY).toBe('');
  });

  test.each([
    [
      'a refused key',
      { status: 401, body: { error: { message: `bad key ${pineconeKey}` } } },
      /refused PINECONE_API_KEY \(HTTP 401\)/,
    ],
    ['a failing service', { status: 503, body: 'down' }, /failed \(HTTP 503\)/],
    [
      'too many requests',
      { status: 429, headers: { 'retry-after': '3600' } },
      /limits this key \(HTTP 429\)/,
    ],
    ['a cut connection', 'cut', /broke off the connection/],
    ['a page in place of JSON', { body: '<html>login</html>' }, /something that is no JSON/],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:9/' } }, /redirects elsewhere/],
    ['silence', 'hang', /did not answer within/],
  ] as const)('%s: one clear line', async (_, fault, message) => {
    await (await openPinecone(options)).upload({ products, vectors });
    server.fail('POST /query', fault);
    const warnings: string[] = [];
    const search = withFallback(open, await local(), { timeoutMs: 300, onWarning: (w) => warnings.push(w) });
    const answer = await search.search(query, 2);
    expect(answer.from).toBe('local');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(message);
    expect(warnings[0]).not.toMatch(/\n/);
  });

  test('throws mistakes in the question', async () => {
    await (await openPinecone(options)).upload({ products, vectors });
    const search = withFallback(open, await local());
    await expect(search.search(query, 0)).rejects.toThrow('k is 0');
    await expect(search.search(query, 1, { filter: { category: 'Chiars' } })).rejects.toThrow(
      'did you mean "Chairs"',
    );
    await expect(search.search(Float32Array.of(1, 2), 1)).rejects.toThrow('need 2 dimensions');
  });
});

test('the key is in no error and in nothing that is logged, even by the SDK when it debugs', async () => {
  vi.stubEnv('PINECONE_DEBUG', '1');
  vi.stubEnv('PINECONE_DEBUG_CURL', '1');
  const lines: string[] = [];
  for (const name of ['log', 'debug', 'warn', 'error', 'info'] as const) {
    vi.spyOn(console, name).mockImplementation(
      (...args) => void lines.push(args.map((a) => inspect(a)).join(' ')),
    );
  }
  const store = await openPinecone(options);
  await store.upload({ products, vectors });
  for (const status of [400, 401, 403, 404, 422, 500]) {
    const body = { message: `the key ${pineconeKey} is not good` };
    server.fail('POST /query', ...Array(3).fill({ status, body }));
    const error = await store
      .productSearch(products)
      .search(query, 1)
      .catch((e) => e);
    vi.stubEnv('VITRINE_DEBUG', '1');
    lines.push(inspect(error, { depth: 9, showHidden: true }), String(error.stack), JSON.stringify(error));
    vi.stubEnv('VITRINE_DEBUG', '');
  }
  lines.push(inspect(store, { depth: 9, showHidden: true }));
  vi.restoreAllMocks();
  expect(lines.join('\n')).toContain('[PINECONE_API_KEY]');
  expect(lines.join('\n')).not.toContain(pineconeKey);
});

test('record ids lead back to products, and change with the content', () => {
  const [a, b] = [
    recordOf(products[1], vectors.data.subarray(3, 6)),
    recordOf(products[1], vectors.data.subarray(0, 3)),
  ];
  expect(a.id).toMatch(/^[\x21-\x7e]+$/);
  expect(a.id).not.toBe(b.id);
  expect(productIdOf(a.id)).toBe('b#é/ 1');
  expect(productIdOf('someone-else')).toBeNull();
});

test('a filter without a condition asks for none, an unknown name is refused', () => {
  expect(payloadFilter({})).toBeUndefined();
  const filter = payloadFilter({ color: 'Red ', priceMin: 1, priceBelow: 2 });
  expect(filter).toEqual({ color: { anyOf: ['red'] }, price: { atLeast: 1, below: 2 } });
  expect(metadataFilter(filter!)).toEqual({ color: { $in: ['red'] }, price: { $gte: 1, $lt: 2 } });
  expect(() => payloadFilter({ colour: 'red' } as ProductFilter)).toThrow('filter "colour"');
});
