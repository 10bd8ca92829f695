import type { Database } from '../database/index.js';
import { ofFolder } from '../photos/data/folder.js';
import { openPhotoTables } from '../photos/database/tables.js';

/** Fills the tables of products and photos with those of a folder. @param skuOf the SKU of a product. Default its folder's name */
export async function fillPhotoTables(
  database: Database,
  folder: string,
  skuOf = (name: string): string => name,
): Promise<void> {
  await openPhotoTables(database, new Map());
  for await (const { sku: name, file } of ofFolder(folder)) {
    const sku = skuOf(name);
    await database.query('INSERT INTO "Products" ("Sku", "Name") VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      sku,
      `The ${name}`,
    ]);
    await database.query(
      'INSERT INTO "ProductPhotos" ("ProductId", "FilePath") SELECT "Id", $2 FROM "Products" WHERE "Sku" = $1',
      [sku, file],
    );
  }
}
