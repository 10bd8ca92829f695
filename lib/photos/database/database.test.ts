import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../database/index.js';
import { namingOf } from '../../database/tables/index.js';
import { type JobQueue, openQueue } from '../../jobs/index.js';
import { drawProductPhotos } from '../../samples/index.js';
import { embeddedFolder } from '../../testing/embedded-folder.js';
import { fillPhotoTables } from '../../testing/photo-tables.js';
import { noPostgres, type PostgresServer, postgresServer } from '../../testing/postgres-server.js';
import { writeTinyPhotoNetwork } from '../../testing/tiny-photo-network.js';
import { ofFolder } from '../data/folder.js';
import type { PhotoDatabase } from '../data/photo.js';
import { readPhotos } from '../data/read-photos.js';
import { photoSource } from '../data/sources.js';
import { type ModelPlace, recordModels } from './models.js';
import { photoDatabase } from './photo-database.js';
import { tableNames } from './tables.js';

const evil = `it's "; DROP TABLE "Products"; --`;

let root: string;
let storage: string;
let server: PostgresServer | undefined;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-photo-tables-'));
  storage = path.join(root, 'storage');
  process.env.VITRINE_ROOT = root;
  await drawProductPhotos(storage, { products: 3, each: 6 });
  await writeTinyPhotoNetwork(path.join(root, 'network'));
  if (!noPostgres) server = await postgresServer();
}, 60_000);
afterAll(async () => {
  delete process.env.VITRINE_ROOT;
  await server?.remove();
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
});

const kinds = [
  { kind: 'a server', skipped: noPostgres, address: async () => server!.address() },
  {
    kind: 'embedded',
    skipped: false,
    address: async () => `pglite:${await embeddedFolder(path.join(root, 'embedded'))}`,
  },
];

describe.each(kinds)('photos in $kind', ({ kind, skipped, address }) => {
  if (skipped) return void test.skip(`${kind}: ${skipped}`, () => {});
  let connection: string;
  let database: Database;
  let queue: JobQueue;
  beforeAll(async () => {
    connection = await address();
    database = await openDatabase(connection);
    queue = await openQueue(connection);
    await fillPhotoTables(database, storage, (name) => (name.startsWith('BOTTLE') ? evil : name));
  }, 60_000);
  afterAll(async () => {
    await queue?.close();
    await database?.close();
  });

  const models = () =>
    database.query<{ Version: string; ModelPath: string; IsActive: boolean; Accuracy: number }>(
      'SELECT * FROM "ModelMetadata" ORDER BY "Version"',
    );
  const output = () => path.join(root, `models-${kind.replace(' ', '-')}`);
  const train = async (id: string, parameters: Record<string, unknown> = {}) => {
    await queue.ensure(id, 'photos', { BACKBONE: path.join(root, 'network'), ...parameters });
    await queue.run(id, { root: path.join(root, `runs-${kind}`) }, { STORAGE: storage, OUTPUT: output() });
    return queue.find(id);
  };

  test('a job of the queue learns from its database, tells its steps, and the model has a row', async () => {
    await database.query(`CREATE TABLE told (step text, progress int);
      CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO told VALUES (NEW."Step", NEW."Progress"); RETURN NULL; END $$;
      CREATE TRIGGER tell AFTER UPDATE ON "TrainingJobs" FOR EACH ROW EXECUTE FUNCTION tell()`);
    const record = await train('7b5e4d3c-0000-4000-8000-000000000001');
    await database.query('DROP TRIGGER tell ON "TrainingJobs"');
    expect(record).toMatchObject({ status: 'completed', progress: 100, error: null });
    const told = await database.query<{ step: string; progress: number }>('SELECT * FROM told');
    const range = (name: string) => told.filter(({ step }) => step === name).map(({ progress }) => progress);
    for (const [step, from, to] of [
      ['Fetching photos', 0, 5],
      ['Looking at photos', 10, 20],
      ['Building', 25, 25],
      ['Features', 30, 60],
      ['Fitting', 60, 75],
      ['Choosing', 75, 80],
      ['Exporting', 85, 95],
      ['Deploying', 95, 100],
    ] as const) {
      expect(range(step).length, step).toBeGreaterThan(0);
      for (const progress of range(step))
        expect([progress >= from, progress <= to], step).toEqual([true, true]);
    }
    const progress = told.map(({ progress }) => progress);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));

    const { folder } = record.result as { folder: string };
    const mapping = JSON.parse(await readFile(path.join(folder, 'product_mapping.json'), 'utf8'));
    expect(mapping.products.find(({ sku }: { sku: string }) => sku === evil)).toMatchObject({
      name: 'The BOTTLE-001',
    });
    expect(await database.query('SELECT count(*) AS n FROM "Products"')).toEqual([{ n: 3 }]);
    const [row, ...others] = await models();
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      ModelPath: folder,
      Version: path.basename(folder),
      ProductCount: 3,
      PhotoCount: 18,
      Accuracy: (record.result as { accuracy: number }).accuracy,
    });
  }, 120_000);

  test('a forced model becomes the active one; the former stays, inactive', async () => {
    const { folder } = await train('7b5e4d3c-0000-4000-8000-000000000002', {
      FORCE: 'yes',
      DATA: connection,
    });
    const config = await readFile(path.join(folder!, 'config.json'), 'utf8');
    expect(config).toContain('"FORCE": "yes"');
    expect(config).not.toMatch(/p%40ss/);
    await train('7b5e4d3c-0000-4000-8000-000000000003');
    const rows = await models();
    expect(rows.map(({ IsActive }) => IsActive)).toEqual([false, true, false]);
    expect((await readdir(output())).sort()).toEqual(rows.map(({ Version }) => Version));
  }, 120_000);

  test('paths that leave the storage folder, missing and broken files are set aside; whole paths in it are taken', async () => {
    await database.query(`CREATE SCHEMA shop;
      CREATE TABLE shop.articles (article_id serial PRIMARY KEY, article_no varchar(40), title text);
      CREATE TABLE shop.pictures (id serial, product_id integer, image_path text)`);
    await writeFile(path.join(storage, 'broken.jpg'), 'no picture');
    let n = 0;
    const insert = (sku: number | null, file: string) =>
      database.query('INSERT INTO shop.pictures (product_id, image_path) VALUES ($1, $2)', [sku, file]);
    for await (const { sku, file } of ofFolder(storage)) {
      await database.query(
        'INSERT INTO shop.articles (article_no) SELECT $1::text WHERE NOT EXISTS (SELECT FROM shop.articles WHERE article_no = $1::text)',
        [sku],
      );
      const [{ id }] = await database.query<{ id: number }>(
        'SELECT article_id AS id FROM shop.articles WHERE article_no = $1',
        [sku],
      );
      await insert(id, [file, path.join(storage, file), file.replaceAll('/', '\\')][n++ % 3]);
    }
    for (const file of ['..\\../etc/passwd', '/etc/passwd', 'gone.jpg', 'broken.jpg']) await insert(1, file);
    await insert(null, 'broken.jpg');
    const tables = 'Products=shop.articles,ProductPhotos=shop.pictures,Products.Id=article_id';
    const before = await database.query(
      `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'shop' ORDER BY 1, 2`,
    );
    const source = () => photoSource({ data: connection, storage, tables });
    await source();
    const { photos, setAside, description } = await readPhotos(await source());
    expect(photos).toHaveLength(18);
    expect(description).not.toContain(server?.password);
    expect(setAside.map(({ file, reason }) => `${file}: ${reason}`).sort()).toEqual([
      expect.stringMatching(/^\.\.\/\.\.\/etc\/passwd: leads out of the storage folder/),
      expect.stringMatching(/^\/etc\/passwd: an absolute path/),
      expect.stringMatching(/^broken.jpg: it has no SKU/),
      expect.stringMatching(/^broken.jpg: not an image/),
      expect.stringMatching(/^gone.jpg: /),
    ]);
    // What is only read stays as it is.
    expect(
      await database.query(
        `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'shop' ORDER BY 1, 2`,
      ),
    ).toEqual(before);
    await expect(photoSource({ data: connection, tables })).rejects.toThrow(/name it: --storage-path FOLDER/);
    await expect(
      photoSource({ data: connection, storage, tables: 'Products=shop.pictures' }),
    ).rejects.toThrow(/"shop"."pictures" has no column Sku; name the one that it is/);
  }, 60_000);

  test('the table of models is told in one transaction, and what a killed job left is mended', async () => {
    const naming = namingOf('ModelMetadata=shop.models', tableNames);
    const place = { ...photoDatabase(connection, '', ''), naming };
    await database.query(`CREATE TABLE shop.models (id uuid PRIMARY KEY, version text, path text, active boolean, created timestamp NOT NULL);
      CREATE UNIQUE INDEX ON shop.models (active) WHERE active`);
    const rows = () => database.query('SELECT version, active FROM shop.models ORDER BY version');
    const folder = path.join(root, `told-${kind.replace(' ', '-')}`);
    const [first, second, third] = await Promise.all([1, 2, 3].map((n) => published(folder, n, place)));
    await published(folder, 4, { ...place, place: 'pglite:elsewhere' });
    const tell = (champion: ModelPlace | null) => recordModels(place, third, async () => champion);
    // The first job was killed before it told of its model.
    await tell(second);
    expect(await rows()).toEqual([
      { version: first.version, active: false },
      { version: second.version, active: true },
      { version: third.version, active: false },
    ]);
    const killed = recordModels(place, third, async () => {
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    await Promise.all([tell(third), tell(third)]);
    expect(await rows()).toEqual([
      { version: first.version, active: false },
      { version: second.version, active: false },
      { version: third.version, active: true },
    ]);
    const before = await rows();
    const worse = await published(folder, 5, place);
    await expect(
      recordModels(place, worse, async () => ({ version: 'v9', folder: path.join(root, 'gone') })),
    ).rejects.toThrow(/gone/);
    expect(await rows()).toEqual(before);
    await database.query(
      'ALTER TABLE shop.models ADD COLUMN owner text NOT NULL DEFAULT 1; ALTER TABLE shop.models ALTER owner DROP DEFAULT',
    );
    await expect(tell(third)).rejects.toThrow(/nothing is known of: owner; give them a default/);
  });
});

test('without a server an embedded database is made, and filled with the sample once', async () => {
  const before = process.env.DATABASE_URL;
  process.env.DATABASE_URL = '';
  try {
    await embeddedFolder(path.join(root, 'data', 'vitrine.db'));
    for (const _ of [1, 2]) {
      const { photos, description, invented } = await readPhotos(await photoSource({ data: 'database' }));
      expect(description).toBe('120 drawn photos in the database pglite:data/vitrine.db, of 12 products');
      expect([photos.length, invented]).toEqual([120, true]);
    }
  } finally {
    if (before === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = before;
  }
}, 60_000);

async function published(folder: string, n: number, { place }: PhotoDatabase): Promise<ModelPlace> {
  const version = `v179606500${n}_2026-11-30`;
  await mkdir(path.join(folder, version), { recursive: true });
  const metadata = {
    version,
    dataHash: 'x',
    database: String(place),
    metrics: { accuracy: 0.5, top3: 1, photos: 4 },
    counts: { products: 2, train: 8, validation: 4, test: 4 },
  };
  await writeFile(path.join(folder, version, 'metadata.json'), JSON.stringify(metadata));
  return { version, folder: path.join(folder, version) };
}
