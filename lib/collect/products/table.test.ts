import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readCatalog } from '../../catalog/index.js';
import { openDatabase, openEmbedded } from '../../database/index.js';
import { embeddedFolder } from '../../testing/embedded-folder.js';
import { noPostgres, type PostgresServer, postgresServer } from '../../testing/postgres-server.js';
import { fetchProducts, isProductAddress } from './index.js';

const productsTable = `
    CREATE TYPE state AS ENUM ('new', 'used');
    CREATE TABLE products (
      sku bigint PRIMARY KEY, name text, brand jsonb, price numeric(10, 2), tags text[], states state[],
      photos jsonb, category_path text, color varchar(20), created timestamptz, bytes bytea, state state);
    INSERT INTO products VALUES
      (9007199254740993, 'Chair', '{"name": "Acme"}', 24.50, '{wood,"hard wood"}', '{new,used}',
       '[{"url": "a.jpg"}, {"url": "b.jpg"}]', 'Home > Chairs', 'red', '2026-01-02 03:04:05+00', '\\x00ff', 'new'),
      (2, 'Table', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);`;

let folder: string;
let server: PostgresServer;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-table-'));
  if (noPostgres) return;
  server = await postgresServer();
  const database = await openDatabase(server.address());
  await database.query(productsTable);
  await database.query(`
    CREATE SCHEMA "Shop";
    CREATE TABLE "Shop"."Products" ("Id" uuid PRIMARY KEY, "ProductName" text, "UnitPrice" money, "ImageUrl" text);
    INSERT INTO "Shop"."Products" VALUES ('00000000-0000-0000-0000-000000000001', 'Größe "M"', 1299, 'http://x/a.jpg');
    CREATE VIEW cheap AS SELECT sku, name FROM products WHERE price < 100;
    CREATE TABLE many AS SELECT n AS id, 'Thing ' || n AS title FROM generate_series(1, 2500) n;`);
  await database.close();
}, 60_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await server?.remove();
  await rm(folder, { recursive: true, force: true });
});

const of = (table: string) => `${server.address()}?table=${table}`;
const fetch = (address: string, rows?: number) => fetchProducts(address, { folder, rows });

test('which addresses products are fetched from', () => {
  const addresses = [
    'postgres://h/d',
    'Host=h;Database=d',
    'postgres:products',
    'shopify://a',
    'https://a/b.csv',
  ];
  expect(addresses.every(isProductAddress)).toBe(true);
  expect(['a.csv', './postgres.csv', 'C:\\data\\a.csv', ''].some(isProductAddress)).toBe(false);
});

test('an address of another kind says which there are', async () => {
  await expect(fetchProducts('https://a/b.csv')).rejects.toThrow(
    /not fetched from https:\/\/; .* name its path/,
  );
  await expect(fetchProducts('shopify://key@a.example')).rejects.toThrow(/keys belong into \.env/);
});

test.skipIf(noPostgres)(`a table of a server becomes a catalogue ${noPostgres || ''}`, async () => {
  const { file, origin } = await fetch(of('products'));
  expect(origin).toBe(`postgres://127.0.0.1:${server.port}/postgres, table products`);
  await expectProducts(file);
});

test('as does a table of an embedded database, which this process may have open', async () => {
  const place = await embeddedFolder(path.join(folder, 'shop.db'));
  const database = await openEmbedded(place);
  await database.query(productsTable);
  const address = `pglite:${place}?table=Products`;
  const { file, origin } = await fetch(address);
  expect(origin).toBe(`${place}, table products`);
  await expectProducts(file);
  await database.close();
}, 60_000);

async function expectProducts(file: string): Promise<void> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  expect(JSON.parse(lines[1])).toEqual({
    sku: '9007199254740993',
    name: 'Chair',
    brand: { name: 'Acme' },
    price: '24.50',
    tags: ['wood', 'hard wood'],
    states: ['new', 'used'],
    photos: [{ url: 'a.jpg' }, { url: 'b.jpg' }],
    category_path: 'Home > Chairs',
    color: 'red',
    created: '2026-01-02T03:04:05.000Z',
    state: 'new',
  });
  const { products, reading } = await readCatalog(file, { columns: 'images=photos.url' });
  expect(reading.line).toMatch(/sku → id, name → title, brand\.name → brand/);
  expect(products.map(({ id }) => id)).toEqual(['2', '9007199254740993']);
  expect(products[0]).toMatchObject({ title: 'Table', brand: '', price: null, images: [], categories: [] });
  expect(products[1]).toMatchObject({
    ...{ title: 'Chair', brand: 'Acme', price: 24.5, color: 'red' },
    categories: ['Home', 'Chairs'],
    images: ['a.jpg', 'b.jpg'],
  });
}

test.skipIf(noPostgres)('names in any case, schemas, views, and .NET spelling', async () => {
  const password = `"${server.password.replaceAll('"', '""')}"`;
  const list = `Host=127.0.0.1;Port=${server.port};Database=postgres;Username=${server.user};Password=${password};Table=shop.products`;
  const { file } = await fetch(list);
  const { products } = await readCatalog(file);
  expect(products).toMatchObject([{ title: 'Größe "M"', price: 1299, images: ['http://x/a.jpg'] }]);
  expect(path.basename(file)).toBe(`127.0.0.1-${server.port}-postgres-Shop.Products.jsonl`);
  expect((await readCatalog((await fetch(of('CHEAP'))).file)).products).toHaveLength(1);
  vi.stubEnv('DATABASE_URL', server.address());
  expect((await readCatalog((await fetch('postgres:many')).file)).products).toHaveLength(2500);
});

test.skipIf(noPostgres)('the first rows of a table, for a look, leave no file', async () => {
  const { file, done } = await fetch(of('many'), 10);
  expect((await readFile(file, 'utf8')).trimEnd().split('\n')).toHaveLength(10);
  await done();
  await expect(readFile(file)).rejects.toThrow(/ENOENT/);
});

test.skipIf(noPostgres)('a table that is not there, or not named, is told with those that are', async () => {
  const where = `postgres://127.0.0.1:${server.port}/postgres`;
  await expect(fetch(of('prodcts'))).rejects.toThrow(
    `${where} has no table "prodcts"; there are cheap, many, products, Shop.Products`,
  );
  await expect(fetch(server.address())).rejects.toThrow(`${where}: no table is named; add ?table=…`);
  await expect(fetch(of('x; DROP TABLE many'))).rejects.toThrow(/has no table/);
  expect(await readdir(path.join(folder, 'postgres'))).not.toContain('prodcts');
});
