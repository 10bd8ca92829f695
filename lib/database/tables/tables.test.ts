import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embeddedFolder } from '../../testing/embedded-folder.js';
import { noPostgres, type PostgresServer, postgresServer } from '../../testing/postgres-server.js';
import { type Database, openDatabase } from '../index.js';
import { isThere, namingOf, openTable, type TableShape } from './index.js';

const shelves = {
  name: 'StoreShelves',
  columns: {
    id: ['Id', 'uuid PRIMARY KEY DEFAULT gen_random_uuid()'],
    place: ['Place', 'text', 'Location'],
    boards: ['BoardCount', 'integer NOT NULL DEFAULT 3'],
  },
} as const satisfies TableShape<string>;
const read = { ...shelves, needed: ['place'] } as TableShape<keyof typeof shelves.columns>;
const named = (text: string) => namingOf(text, ['StoreShelves', 'Shops']);

let folder: string;
let server: PostgresServer | undefined;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vitrine-tables-'));
  if (!noPostgres) server = await postgresServer();
}, 60_000);
afterAll(async () => {
  await server?.remove();
  await rm(folder, { recursive: true, force: true });
});

const kinds = [
  { kind: 'a server', skipped: noPostgres, address: async () => server!.address() },
  {
    kind: 'embedded',
    skipped: false,
    address: async () => `pglite:${await embeddedFolder(path.join(folder, 'embedded'))}`,
  },
];

describe.each(kinds)('tables on $kind', ({ kind, skipped, address }) => {
  if (skipped) return void test.skip(`${kind}: ${skipped}`, () => {});
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase(await address());
  }, 60_000);
  afterAll(() => database?.close());

  test('a table is made once, however often and by however many it is opened', async () => {
    const all = await Promise.all([1, 2, 3].map(() => openTable(database, shelves)));
    expect(all.filter(({ isNew }) => isNew)).toHaveLength(1);
    const { sql, columns, isNew } = await openTable(database, shelves);
    expect([sql, columns, isNew]).toEqual([
      '"StoreShelves"',
      { id: '"Id"', place: '"Place"', boards: '"BoardCount"' },
      false,
    ]);
    expect(await isThere(database, shelves, named(''))).toBe(true);
    await database.query('DROP TABLE "StoreShelves"');
    expect(await isThere(database, shelves, named(''))).toBe(false);
  });

  test('one that is there is found whatever its spelling, keeps its rows and gets what it lacks', async () => {
    await database.query(`CREATE TABLE store_shelves (id serial PRIMARY KEY, location varchar(20), owner text NOT NULL);
      INSERT INTO store_shelves (location, owner) VALUES ('left', 'me')`);
    for (const _ of [1, 2]) {
      const { sql, columns, found, others } = await openTable(database, shelves);
      expect([sql, columns]).toEqual([
        '"store_shelves"',
        { id: '"id"', place: '"location"', boards: '"BoardCount"' },
      ]);
      expect(found.place).toEqual({ name: 'location', type: 'character varying(20)', isRequired: false });
      expect(others).toEqual([{ name: 'owner', type: 'text', isRequired: true }]);
    }
    expect(await database.query('SELECT * FROM store_shelves')).toEqual([
      { id: 1, location: 'left', owner: 'me', BoardCount: 3 },
    ]);
    await database.query('DROP TABLE store_shelves');
  });

  test('one that is only read stays as it is; what it has to have is told', async () => {
    await database.query('CREATE TABLE "Shelf list" (nr int, "wo, genau" text)');
    const table = (text: string) => openTable(database, read, { naming: named(text) });
    await expect(table('StoreShelves="Shelf list"')).rejects.toThrow(
      /"Shelf list" has no column Place; name the one that it is: TABLES='StoreShelves.Place=…' .*; there are nr, wo, genau$/,
    );
    const { columns } = await table(
      'StoreShelves="Shelf list", StoreShelves.Place="wo, genau", store_shelves.id=nr',
    );
    expect(columns).toEqual({ id: '"nr"', place: '"wo, genau"', boards: 'NULL' });
    const there = await database.query(
      `SELECT attname::text FROM pg_attribute WHERE attrelid = to_regclass('"Shelf list"') AND attnum > 0`,
    );
    expect(there).toEqual([{ attname: 'nr' }, { attname: 'wo, genau' }]);
  });

  test('names are quoted or refused, never read as SQL', async () => {
    const odd = `x'; DROP TABLE kept; --`;
    await database.query('CREATE TABLE kept ()');
    const { sql } = await openTable(database, shelves, { name: odd });
    expect(sql).toBe(`"${odd}"`);
    expect(
      (await openTable(database, shelves, { naming: named(`StoreShelves.Place=a'b`) })).columns.place,
    ).toBe(`"a'b"`);
    for (const name of ['', 'a.b.c', '"', 'x'.repeat(64)])
      await expect(openTable(database, shelves, { name })).rejects.toThrow(/is no name of a table/);
    expect(await database.query("SELECT to_regclass('kept') IS NOT NULL AS there")).toEqual([
      { there: true },
    ]);
  });
});

test('TABLES names what there is', () => {
  expect([...named('StoreShelves=shop.boards,\nShops.Open Hours="a=b"')]).toEqual([
    ['storeshelves', 'shop.boards'],
    ['shops.openhours', 'a=b'],
  ]);
  expect(() => named('Shelves=x')).toThrow(
    'TABLES: there is no table "Shelves"; there are StoreShelves, Shops',
  );
  expect(() => named('Shops')).toThrow('TABLES "Shops": write it as Products=shop.articles');
  expect(() => named('Shops.Name=a.b')).toThrow('a column is one name');
  const shape = { transaction: () => Promise.reject(), shown: '' };
  return expect(openTable(shape, shelves, { naming: named('StoreShelves.Plaze=x') })).rejects.toThrow(
    'StoreShelves has no column "plaze"; there are Id, Place, BoardCount',
  );
});
