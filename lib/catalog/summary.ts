import { median } from '../stats/index.js';
import { columns } from './parse-product.js';
import { type Catalog, leafCategory, type Product } from './product.js';

/** A catalogue in figures. */
export interface CatalogSummary {
  readonly products: number;
  /** Rows set aside, duplicates included. */
  readonly rejected: number;
  readonly duplicates: number;
  readonly warnings: number;
  /** Over the products that have one; the figures are null where none has. `missing` counts the others. */
  readonly price: {
    readonly min: number | null;
    readonly median: number | null;
    readonly max: number | null;
    readonly missing: number;
  };
  /** Distinct leaf categories, and distinct brands. */
  readonly categories: number;
  readonly brands: number;
  /** Products without a value, by column of the file. */
  readonly missing: Readonly<Record<string, number>>;
}

/**
 * Counts, price range, and what is missing.
 * @example
 * const { products, price, missing } = catalogSummary(catalog);
 * // 1000, { min: 7.99, median: 89.5, max: 1299, missing: 12 }, { title: 0, brand: 31, … }
 */
export function catalogSummary(catalog: Catalog): CatalogSummary {
  const { products, counts } = catalog;
  const prices = products.flatMap(({ price }) => (price === null ? [] : [price])).sort((a, b) => a - b);
  const distinct = (of: (product: Product) => string) => new Set(products.map(of).filter(Boolean)).size;
  return {
    products: products.length,
    rejected: counts.rejected,
    duplicates: counts.duplicates,
    warnings: counts.warnings,
    price: {
      min: prices.at(0) ?? null,
      median: prices.length === 0 ? null : median(prices),
      max: prices.at(-1) ?? null,
      missing: products.length - prices.length,
    },
    categories: distinct(leafCategory),
    brands: distinct(({ brand }) => brand),
    missing: Object.fromEntries(
      columns.map((column) => [column, products.filter((product) => isMissing(product, column)).length]),
    ),
  };
}

const fieldOf = {
  title: 'title',
  brand: 'brand',
  description: 'description',
  price: 'price',
  categories: 'categories',
  images: 'images',
  manufacturer: 'manufacturer',
  package_dimensions: 'packageDimensions',
  country_of_origin: 'countryOfOrigin',
  material: 'material',
  color: 'color',
  uniq_id: 'id',
} as const satisfies Record<(typeof columns)[number], keyof Product>;

function isMissing(product: Product, column: (typeof columns)[number]): boolean {
  const value = product[fieldOf[column]];
  return value === null || (typeof value !== 'number' && value.length === 0);
}
