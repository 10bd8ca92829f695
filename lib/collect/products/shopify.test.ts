import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readCatalog } from '../../catalog/index.js';
import { ServiceError } from '../../http/index.js';
import {
  type ShopifyProduct,
  type ShopifyServer,
  shopifyServer,
  shopifyToken,
} from '../../testing/shopify-server.js';
import { fetchProducts } from './index.js';

const graphqlPath = 'POST /admin/api/2026-07/graphql.json';
let folder: string;
let shop: ShopifyServer;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-shopify-'));
  vi.stubEnv('SHOPIFY_ACCESS_TOKEN', shopifyToken);
  const products = Array.from({ length: 90 }, (_, i): ShopifyProduct => product(i + 1));
  shop = await shopifyServer([...products, { ...product(91), status: 'DRAFT' }]);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await shop.close();
  await rm(folder, { recursive: true, force: true });
});

/** Product 7 was updated at 01:07 of its day, UTC. */
function product(id: number): ShopifyProduct {
  const minute = `${String(1 + Math.floor(id / 60)).padStart(2, '0')}:${String(id % 60).padStart(2, '0')}`;
  return {
    id,
    title: `Lamp ${id}`,
    status: 'ACTIVE',
    updatedAt: `2026-03-01T${minute}:00Z`,
    category: 'Home & Garden > Lighting > Lamps',
    colors: ['Red', 'Blue'],
    prices: ['20.00', '15.50'],
    images: [`https://cdn.example/${id}.jpg`],
  };
}

const fetch = () =>
  fetchProducts(shop.address.replace('http', 'shopify'), { folder, pauseMs: 1, timeoutMs: 3000 });
const failed = async (): Promise<ServiceError> => {
  const error = await fetch().then(
    () => null,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(ServiceError);
  expect(error.message).not.toContain('SECRET');
  return error;
};
const rowsOf = async (file: string) =>
  (await readFile(file, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const queries = () => shop.requests.map(({ body }) => body.variables.query).filter(Boolean);

test('a store becomes a catalogue: visible products with all variants, photos and the path of the category', async () => {
  shop.products.get(3)!.prices = Array.from({ length: 160 }, (_, i) => `${200 - i}.00`);
  const { file, origin } = await fetch();
  expect(origin).toBe(`${shop.address.slice(7)}, fetched for the first time`);
  const rows = await rowsOf(file);
  expect(rows).toHaveLength(90);
  expect(rows[2].variants).toHaveLength(160);
  const { products, reading } = await readCatalog(file);
  expect(reading.line).toMatch(/^read as a Shopify export: handle → id, title → title/);
  expect(products[2].price).toBe(41);
  expect(products[0]).toMatchObject({
    id: 'product-1',
    title: 'Lamp 1',
    brand: 'Acme',
    description: 'About Lamp 1',
    price: 15.5,
    categories: ['Home & Garden', 'Lighting', 'Lamps'],
    color: 'Red, Blue',
    images: ['https://cdn.example/1.jpg'],
  });
});

test('the next time only what changed is asked for; what is gone goes', async () => {
  await fetch();
  const before = shop.requests.length;
  for (const id of [5, 6])
    Object.assign(shop.products.get(id)!, { title: 'Torch', updatedAt: '2026-03-02T00:00:00Z' });
  shop.products.set(92, { ...product(92), updatedAt: '2026-03-02T00:00:00Z' });
  shop.products.delete(7);
  shop.products.get(8)!.status = 'DRAFT';
  const { file, origin } = await fetch();
  expect(origin).toMatch(/, 3 changed since \d{4}-\d\d-\d\d \d\d:\d\d UTC, 2 gone$/);
  // Product 90 is of 02:30; a search may be ten minutes behind.
  expect(queries().slice(-2)).toEqual([
    "status:active AND updated_at:>='2026-03-01T02:20:00.000Z'",
    'status:active',
  ]);
  expect(shop.requests.length - before).toBe(2);
  const rows = await rowsOf(file);
  expect(rows).toHaveLength(89);
  expect(rows.filter(({ title }) => title === 'Torch').map(({ handle }) => handle)).toEqual([
    'product-5',
    'product-6',
  ]);
  expect((await fetch()).origin).toMatch(/, none changed since /);
  expect(await rowsOf(file)).toEqual(rows);
});

test('a product whose change the search does not know of yet is found by its date in the list', async () => {
  await fetch();
  // As if it had been written long before it could be found.
  Object.assign(shop.products.get(5)!, { title: 'Torch', updatedAt: '2026-03-01T01:00:30Z' });
  const { file, origin } = await fetch();
  expect(origin).toContain(', 1 changed since');
  expect((await rowsOf(file))[4].title).toBe('Torch');
});

test('throttling is waited out as the store says, too dear a page is asked for in parts', async () => {
  shop.limit.most = 300;
  shop.limit.left = 150;
  shop.limit.restored = 1500;
  const started = performance.now();
  const { file } = await fetch();
  // 200 points wanted, 150 there, 1,500 come back a second: 33 ms.
  expect(performance.now() - started).toBeGreaterThan(30);
  expect(await rowsOf(file)).toHaveLength(90);
  const sizes = shop.requests.map(({ body }) => body.variables.first);
  expect(sizes.slice(0, 4)).toEqual([40, 20, 10, 10]);
});

test('429 and 503 are tried again after Retry-After, as are cut connections', async () => {
  shop.fail(graphqlPath, { status: 429, headers: { 'retry-after': '0.01' }, body: { errors: 'Exceeded' } });
  shop.fail(graphqlPath, { status: 503 }, 'cut', 'cut body');
  const { file } = await fetch();
  expect(await rowsOf(file)).toHaveLength(90);
});

test('a wrong token, and one that may not read products, are refused without being shown', async () => {
  vi.stubEnv('SHOPIFY_ACCESS_TOKEN', 'shpat_wrongSECRET');
  const wrong = await failed();
  expect(wrong).toMatchObject({ fault: 'refused', httpStatus: 401 });
  expect(wrong.message).toMatch(/^Shopify refused SHOPIFY_ACCESS_TOKEN \(HTTP 401\)/);
  vi.stubEnv('SHOPIFY_ACCESS_TOKEN', shopifyToken);
  const denied = { message: 'Access denied for products field.', extensions: { code: 'ACCESS_DENIED' } };
  shop.fail(graphqlPath, { body: { errors: [denied], data: null } });
  expect((await failed()).fault).toBe('refused');
  vi.stubEnv('SHOPIFY_ACCESS_TOKEN', '');
  vi.stubEnv('VITRINE_ROOT', folder);
  expect((await failed()).message).toMatch(/put SHOPIFY_ACCESS_TOKEN=… into \.env/);
  expect(await readdir(folder)).toEqual([]);
});

test('an interrupted fetch leaves what there was, and the next one goes on from what it got', async () => {
  await fetch();
  const [kept] = await readdir(path.join(folder, 'shopify'));
  const file = path.join(folder, 'shopify', kept);
  const before = await readFile(file, 'utf8');
  for (const changed of shop.products.values())
    changed.updatedAt = changed.updatedAt.replace('03-01', '03-05');
  const good = [...shop.requests];
  const cut = Array.from({ length: 6 }, () => 'cut' as const);
  shop.fail(graphqlPath, { body: await answerTo(good[0].body.query, good[0].body.variables) }, ...cut);
  expect((await failed()).fault).toBe('cut off');
  expect(await readFile(file, 'utf8')).toBe(before);
  const { origin } = await fetch();
  expect(origin).toContain(', 90 changed since');
  expect(await readdir(path.join(folder, 'shopify'))).toEqual([kept]);
});

async function answerTo(query: string, variables: Record<string, unknown>): Promise<unknown> {
  const headers = { 'x-shopify-access-token': shopifyToken };
  const body = JSON.stringify({ query, variables });
  return (
    await globalThis.fetch(shop.address + graphqlPath.slice(5), { method: 'POST', headers, body })
  ).json();
}

test('variants without an end, and a page that names no further one, are no catalogue', async () => {
  const [first] = shop.products.values();
  first.prices = Array.from({ length: 30 }, () => '5.00');
  const again = { pageInfo: { hasNextPage: true, endCursor: '25' }, nodes: [{ id: 'v25', price: '5.00' }] };
  await fetch();
  first.updatedAt = '2026-03-09T00:00:00Z';
  const { requests } = shop;
  requests.push = (...added) => {
    const isFurther = added[0].body.query.includes('product(id: $id)');
    if (isFurther) shop.fail(graphqlPath, { body: { data: { product: { variants: again } } } });
    return Array.prototype.push.apply(requests, added);
  };
  expect((await failed()).message).toMatch(/gives the same pages again and again/);
  const cut = { nodes: [], pageInfo: { hasNextPage: true, endCursor: null } };
  shop.fail(graphqlPath, { body: { data: { products: cut } } });
  expect((await failed()).message).toMatch(/a further page without its cursor/);
});

test('a list without an end is no catalogue, nor is an empty one, nor an answer of another form', async () => {
  shop.endless = true;
  expect((await failed()).message).toMatch(
    /gives the same pages again and again, \d+ so far; its list is not whole/,
  );
  shop.endless = false;
  shop.fail(graphqlPath, {
    body: { data: { products: { nodes: [{ id: 1 }], pageInfo: { hasNextPage: false } } } },
  });
  expect((await failed()).message).toMatch(/not the documented one \(data\.products\.nodes\.0\.id/);
  shop.products.clear();
  expect((await failed()).message).toMatch(/lists no product that shoppers can see/);
});
