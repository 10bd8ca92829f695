import type { Database } from '../../database/index.js';
import { type Naming, type OpenTable, openTable, type TableShape } from '../../database/tables/index.js';

/** Products by their SKUs; a table that is there is only read. */
export const productShape = {
  name: 'Products',
  columns: {
    id: ['Id', 'uuid PRIMARY KEY DEFAULT gen_random_uuid()', 'ProductId'],
    sku: ['Sku', 'text NOT NULL UNIQUE', 'ProductSku', 'ArticleNumber', 'ArticleNo', 'ItemNumber'],
    name: ['Name', 'text', 'ProductName', 'Title'],
    created: ['CreatedAt', 'timestamptz NOT NULL DEFAULT now()'],
  },
  needed: ['id', 'sku'],
} as const satisfies TableShape<string>;

/** Their photos, by paths below the storage folder; a table that is there is only read. */
export const photoShape = {
  name: 'ProductPhotos',
  columns: {
    id: ['Id', 'uuid PRIMARY KEY DEFAULT gen_random_uuid()'],
    productId: ['ProductId', 'uuid NOT NULL'],
    file: ['FilePath', 'text NOT NULL', 'Path', 'File', 'FileName', 'PhotoPath', 'ImagePath', 'StoragePath'],
    created: ['CreatedAt', 'timestamptz NOT NULL DEFAULT now()'],
  },
  needed: ['productId', 'file'],
} as const satisfies TableShape<string>;

/** Published models, of which one is active. */
export const modelShape = {
  name: 'ModelMetadata',
  columns: {
    id: ['Id', 'uuid PRIMARY KEY DEFAULT gen_random_uuid()'],
    version: ['Version', 'text', 'ModelVersion'],
    path: ['ModelPath', 'text', 'Path', 'Folder', 'FilePath'],
    accuracy: ['Accuracy', 'double precision'],
    products: ['ProductCount', 'integer'],
    photos: ['PhotoCount', 'integer'],
    dataHash: ['DataHash', 'text'],
    metrics: ['Metrics', 'jsonb'],
    active: ['IsActive', 'boolean NOT NULL DEFAULT false', 'Active'],
    created: ['CreatedAt', 'timestamptz NOT NULL DEFAULT now()', 'CreatedOn', 'Created'],
  },
} as const satisfies TableShape<string>;

/** The tables that `TABLES` may name; the last one is the queue's. */
export const tableNames: readonly string[] = [
  productShape.name,
  photoShape.name,
  modelShape.name,
  'TrainingJobs',
];

export type ProductTable = OpenTable<keyof typeof productShape.columns>;
export type PhotoTable = OpenTable<keyof typeof photoShape.columns>;

/**
 * Opens the tables of products and photos, made where there are none.
 * @throws {UserError} where one that is there lacks what is needed
 */
export async function openPhotoTables(
  database: Database,
  naming: Naming,
): Promise<{ readonly products: ProductTable; readonly photos: PhotoTable }> {
  const products = await openTable<keyof typeof productShape.columns>(database, productShape, { naming });
  const { type } = products.found.id as NonNullable<ProductTable['found']['id']>;
  const [name] = photoShape.columns.productId;
  const shape = {
    ...photoShape,
    columns: {
      ...photoShape.columns,
      productId: [
        name,
        `${type} NOT NULL${products.isNew ? ` REFERENCES ${products.sql} (${products.columns.id}) ON DELETE CASCADE` : ''}`,
      ],
    },
  } as const;
  return { products, photos: await openTable<keyof typeof photoShape.columns>(database, shape, { naming }) };
}
