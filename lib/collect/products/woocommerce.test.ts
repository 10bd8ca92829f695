import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readCatalog } from '../../catalog/index.js';
import { ServiceError } from '../../http/index.js';
import {
  type WooServer,
  wooKey,
  wooProduct,
  wooSecret,
  wooServer,
} from '../../testing/woocommerce-server.js';
import { fetchProducts } from './index.js';

const root = '/shop/wp-json/wc/v3';
let folder: string;
let shop: WooServer;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-woo-'));
  vi.stubEnv('WOOCOMMERCE_CONSUMER_KEY', wooKey);
  vi.stubEnv('WOOCOMMERCE_CONSUMER_SECRET', wooSecret);
  const products = Array.from({ length: 230 }, (_, i) => wooProduct(i + 1));
  shop = await wooServer(
    [...products, { ...wooProduct(231), status: 'draft' }],
    [
      { id: 1, name: 'Clothing', parent: 0 },
      { id: 2, name: 'Hoodies, warm', parent: 1 },
      { id: 3, name: 'Sale &amp; more', parent: 0 },
    ],
  );
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await shop.close();
  await rm(folder, { recursive: true, force: true });
});

const fetch = () =>
  fetchProducts(`${shop.address.replace('http', 'woocommerce')}/shop/`, {
    folder,
    pauseMs: 1,
    timeoutMs: 3000,
  });
const failed = async (): Promise<ServiceError> => {
  const error = await fetch().then(
    () => null,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(ServiceError);
  expect(error.message).not.toContain('HUSH');
  return error;
};
const rowsOf = async (file: string) =>
  (await readFile(file, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const asked = (from = 0) =>
  shop.requests.slice(from).map(({ path: at, query }) => `${at.slice(root.length)} ${query.get('page')}`);

test('a shop becomes a catalogue: published products with their variations and the path of categories', async () => {
  Object.assign(shop.products.get(2)!, {
    type: 'variable',
    price: '19.00',
    attributes: [{ id: 6, name: 'Color', variation: true, options: ['Red', 'Blue'] }],
    variations: Array.from({ length: 120 }, (_, i) => ({
      id: 1000 + i,
      sku: `V-${i}`,
      price: '19.00',
      image: i < 2 ? { id: i, src: `https://shop.example/v${i}.jpg` } : null,
      attributes: [{ id: 6, name: 'Color', option: i % 2 ? 'Red' : 'Blue' }],
    })),
  });
  const { file, origin } = await fetch();
  expect(origin).toBe(`${shop.address.slice(7)}/shop, fetched for the first time`);
  expect(asked().filter((at) => at.startsWith('/products '))).toEqual(
    [1, 2, 3, 1, 2, 3].map((page) => `/products ${page}`),
  );
  const rows = await rowsOf(file);
  expect(rows).toHaveLength(230);
  expect(rows[1].variations).toHaveLength(120);
  const { products, reading } = await readCatalog(file);
  expect(reading.line).toMatch(/^read as a WooCommerce export: sku \+ id → id/);
  expect(products[0]).toMatchObject({
    id: 'H-1',
    title: 'Hoodie 1',
    description: 'About Hoodie 1',
    price: 25,
    categories: ['Clothing', 'Hoodies, warm'],
    material: 'Cotton',
    images: ['https://shop.example/1.jpg'],
  });
  expect(products[1]).toMatchObject({
    id: '2',
    price: 19,
    color: 'Red, Blue',
    images: ['https://shop.example/2.jpg', 'https://shop.example/v0.jpg', 'https://shop.example/v1.jpg'],
  });
});

test('the next time only what changed is asked for, and the list only where products may be gone', async () => {
  await fetch();
  const first = shop.requests.length;
  Object.assign(shop.products.get(5)!, { name: 'Cap', date_modified_gmt: '2026-03-02T00:00:00' });
  shop.categories[0].name = 'Wear';
  const { file, origin } = await fetch();
  expect(origin).toMatch(/, 1 changed since \d{4}-\d\d-\d\d \d\d:\d\d UTC$/);
  const { query } = shop.requests[first];
  expect(query.get('modified_after')).toBe('2026-03-01T07:50:00');
  expect(query.get('dates_are_gmt')).toBe('true');
  const rows = await rowsOf(file);
  expect(rows[4].name).toBe('Cap');
  expect(rows[0].category_paths).toBe('Sale &amp; more, Wear > Hoodies\\, warm');
  shop.products.get(5)!.date_modified_gmt = '2026-03-03T00:00:00';
  await fetch();
  const second = shop.requests.length;
  shop.products.delete(7);
  shop.products.get(8)!.status = 'draft';
  shop.products.set(300, { ...wooProduct(300), date_modified_gmt: '2026-03-04T00:00:00' });
  expect((await fetch()).origin).toMatch(/, 1 changed since .*, 2 gone$/);
  // What changed is one page; as the list is shorter than what is kept, all of it is asked for.
  expect(asked(second)).toEqual([
    '/products 1',
    '/products 1',
    '/products 2',
    '/products 3',
    '/products/categories 1',
  ]);
  const third = shop.requests.length;
  expect((await fetch()).origin).toMatch(/, none changed since [^,]*$/);
  expect(asked(third)).toEqual(['/products 1', '/products 1', '/products/categories 1']);
});

test('429 and 503 are tried again after Retry-After, as are cut connections', async () => {
  shop.fail(
    `GET ${root}/products`,
    { status: 429, headers: { 'retry-after': '0.01' } },
    { status: 503 },
    'cut body',
  );
  expect(await rowsOf((await fetch()).file)).toHaveLength(230);
});

test('wrong keys are refused without being shown', async () => {
  vi.stubEnv('WOOCOMMERCE_CONSUMER_SECRET', 'cs_wrongHUSH');
  const wrong = await failed();
  expect(wrong.message).toMatch(
    /^WooCommerce refused WOOCOMMERCE_CONSUMER_KEY and WOOCOMMERCE_CONSUMER_SECRET \(HTTP 401\)/,
  );
  expect(await readdir(folder)).toEqual([]);
});

test('an interrupted fetch leaves what there was, and the next one goes on from what it got', async () => {
  await fetch();
  const [kept] = await readdir(path.join(folder, 'woocommerce'));
  const file = path.join(folder, 'woocommerce', kept);
  const before = await readFile(file, 'utf8');
  for (const changed of shop.products.values()) changed.date_modified_gmt = '2026-04-01T00:00:00';
  let answered = 0;
  const { requests } = shop;
  requests.push = (...added) => {
    // The second page and all tries after it.
    if (added[0].query.get('page') === '2' && answered++ === 0) {
      shop.fail(`GET ${root}/products`, ...Array.from({ length: 6 }, () => 'cut' as const));
    }
    return Array.prototype.push.apply(requests, added);
  };
  expect((await failed()).fault).toBe('cut off');
  expect(await readFile(file, 'utf8')).toBe(before);
  expect(
    (await rowsOf(`${file}.unfinished`)).filter((row) => row.date_modified_gmt >= '2026-04'),
  ).toHaveLength(100);
  expect((await fetch()).origin).toContain(', 230 changed since');
  expect(await readdir(path.join(folder, 'woocommerce'))).toEqual([kept]);
});

test('a list that ends before its last page is whole; one of another form, and none, are no catalogue', async () => {
  shop.toldPages = 1e9;
  expect(await rowsOf((await fetch()).file)).toHaveLength(230);
  shop.toldPages = undefined;
  shop.fail(`GET ${root}/products`, { body: [{ id: 'x' }] });
  expect((await failed()).message).toMatch(/not the documented one \(0\.id/);
  shop.products.clear();
  expect((await failed()).message).toMatch(/lists no product that shoppers can see/);
});
