import path from 'node:path';
import { type Database, openDatabase } from '../../database/index.js';
import { embeddedInUse } from '../../database/tables/index.js';
import { UserError } from '../../errors/index.js';
import { drawProductPhotos } from '../../samples/index.js';
import { leadsOut, projectPath } from '../../store/index.js';
import { ofFolder } from '../data/folder.js';
import type { NamedPhoto, PhotoDatabase, PhotoSource } from '../data/photo.js';
import { openModelTable } from './models.js';
import { openPhotoTables, type PhotoTable, type ProductTable } from './tables.js';

interface Tables {
  readonly products: ProductTable;
  readonly photos: PhotoTable;
}

/**
 * The photos that the tables of a database list, below a storage folder. The tables are made where there are none. The
 * embedded database in `data/` is filled with the sample where it has no products and no storage folder is named.
 * @throws {UserError} where no storage folder is named, or a table lacks what is needed
 * @throws {DatabaseError}
 */
export async function databasePhotos(
  place: PhotoDatabase,
  storage: string,
  onDraw?: (done: number, total: number) => void,
): Promise<PhotoSource> {
  const isOwn = storage !== '';
  if (!isOwn && String(place.place) !== embeddedInUse)
    throw new UserError(
      `the photos of ${place.place} are files below a folder; name it: --storage-path FOLDER (STORAGE)`,
    );
  const folder = isOwn ? projectPath(storage) : projectPath('data', 'product_photos');
  const database = await openDatabase(place.place);
  try {
    const tables = await openPhotoTables(database, place.naming);
    // What is wrong with it is to be known before hours of training.
    await openModelTable(database, place.naming);
    if (!isOwn) await fillWithSample(database, tables, folder, onDraw);
    const photos = await listed(database, tables, folder);
    return {
      storage: folder,
      description: `${isOwn ? '' : 'drawn '}photos in the database ${place.place}`,
      invented: !isOwn,
      database: place,
      async *named() {
        yield* photos;
      },
    };
  } finally {
    await database.close();
  }
}

async function listed(
  database: Database,
  { products, photos }: Tables,
  folder: string,
): Promise<NamedPhoto[]> {
  const [p, f] = [products.columns, photos.columns];
  const list: NamedPhoto[] = [];
  for await (const rows of database.stream<{ sku: string | null; name: string | null; file: string | null }>(
    // Ids of two programs may differ in type, as uuid and text.
    `SELECT products.${p.sku}::text AS sku, ${p.name === 'NULL' ? 'NULL' : `products.${p.name}::text`} AS name, photos.${f.file}::text AS file
     FROM ${photos.sql} AS photos LEFT JOIN ${products.sql} AS products ON products.${p.id}::text = photos.${f.productId}::text
     ORDER BY 1, 3`,
  )) {
    for (const { sku, name, file } of rows)
      list.push({ sku: sku ?? '', file: below(folder, file ?? ''), ...(name && { name }) });
  }
  return list;
}

/** A path that another program wrote whole is taken relative to the storage folder where it lies in it; one of Windows in ours. */
function below(folder: string, file: string): string {
  const written = path.win32.isAbsolute(file) ? file : file.replaceAll('\\', '/');
  return path.isAbsolute(written) && !leadsOut(folder, written) ? path.relative(folder, written) : written;
}

async function fillWithSample(
  database: Database,
  { products, photos }: Tables,
  folder: string,
  onProgress?: (done: number, total: number) => void,
): Promise<void> {
  await drawProductPhotos(folder, { onProgress });
  const sample: NamedPhoto[] = [];
  for await (const photo of ofFolder(folder)) sample.push(photo);
  await database.transaction(async (queries) => {
    const [{ isEmpty }] = await queries.query<{ isEmpty: boolean }>(
      `SELECT NOT EXISTS (SELECT FROM ${products.sql}) AS "isEmpty"`,
    );
    if (!isEmpty) return;
    const ids = new Map<string, unknown>();
    for (const { sku, file } of sample) {
      if (!ids.has(sku)) {
        const [{ id }] = await queries.query(
          `INSERT INTO ${products.sql} (${products.columns.sku}) VALUES ($1) RETURNING ${products.columns.id} AS id`,
          [sku],
        );
        ids.set(sku, id);
      }
      await queries.query(
        `INSERT INTO ${photos.sql} (${photos.columns.productId}, ${photos.columns.file}) VALUES ($1, $2)`,
        [ids.get(sku), file],
      );
    }
  });
}
