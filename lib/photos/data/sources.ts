import { stat } from 'node:fs/promises';
import path from 'node:path';
import { ArgumentError, UserError } from '../../errors/index.js';
import { readCells } from '../../records/index.js';
import { drawProductPhotos } from '../../samples/index.js';
import { projectPath } from '../../store/index.js';
import { databasePhotos } from '../database/database-photos.js';
import { isPhotoDatabase, photoDatabase } from '../database/photo-database.js';
import { ofFolder } from './folder.js';
import type { NamedPhoto, PhotoSource } from './photo.js';

export interface PhotoSourceOptions {
  /**
   * A folder with a folder for each SKU, a CSV with `sku,file` and, where it is known, `name`, or a database: its address,
   * or 'database' for `connection`; '' draws a sample. Default ''.
   */
  readonly data?: string;
  /** Folder that the files of a CSV or a database are in. Default the CSV's own. */
  readonly storage?: string;
  /** The database that 'database' means. Default DATABASE_URL, else the embedded one in `data/`. */
  readonly connection?: string;
  /** Names of tables and columns, as in `Products.Sku=article_no`. Default DATABASE_TABLES. */
  readonly tables?: string;
  /** How many photos are drawn, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Photos of products: those of a folder, a table or a database, or drawn ones where none are named.
 * @throws {UserError} for a path that is neither
 */
export async function photoSource(options: PhotoSourceOptions = {}): Promise<PhotoSource> {
  const { data = '', storage = '', connection = '', tables = '', onProgress } = options;
  if (data === '') return drawn(onProgress);
  if (isPhotoDatabase(data))
    return databasePhotos(photoDatabase(data, connection, tables), storage, onProgress);
  const [, scheme] = /^([a-z][a-z\d+.-]+):\/\//i.exec(data) ?? [];
  if (scheme)
    throw new ArgumentError(`photos are not read from ${scheme}://; name a folder, a CSV, or postgres://…`);
  const place = projectPath(data);
  const info = await stat(place).catch(() => null);
  if (!info)
    throw new UserError(
      `${place} does not exist; name a folder with a folder for each SKU, a CSV with sku,file, or 'database'`,
    );
  if (info.isDirectory()) {
    return {
      storage: place,
      description: `photos in ${data}`,
      invented: false,
      named: () => ofFolder(place),
    };
  }
  return {
    storage: storage === '' ? path.dirname(place) : projectPath(storage),
    description: `photos that ${data} lists`,
    invented: false,
    named: () => ofTable(place),
  };
}

async function drawn(onProgress?: PhotoSourceOptions['onProgress']): Promise<PhotoSource> {
  const folder = projectPath('data', 'product_photos');
  await drawProductPhotos(folder, { onProgress });
  const description = 'drawn photos in data/product_photos';
  return { storage: folder, description, invented: true, named: () => ofFolder(folder) };
}

async function* ofTable(file: string): AsyncGenerator<NamedPhoto> {
  let at: number[] | undefined;
  for await (const { cells, detail } of readCells(file, 'csv', 'a CSV with the columns sku and file')) {
    if (!cells) throw new UserError(`${file} is no CSV: ${detail}; mend that line`);
    if (!at) {
      const header = cells.map((cell) => cell.trim().toLowerCase());
      at = ['sku', 'file', 'name'].map((name) => header.indexOf(name));
      if (at[0] < 0 || at[1] < 0)
        throw new UserError(
          `${file} has the columns ${cells.join(', ')}; its first line must name sku and file, and may name name`,
        );
      continue;
    }
    const [sku = '', photo = '', name = ''] = at.map((column) => cells[column]);
    if (sku !== '' || photo !== '') yield { sku, file: photo, ...(name && { name }) };
  }
}
