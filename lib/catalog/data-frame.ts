import { leafCategory, type Product } from './product.js';

/**
 * The part of a danfojs-node DataFrame that exploring needs; the object has all of danfojs' methods
 * (https://danfo.jsdata.org/api-reference/dataframe). Its figures leave much to be desired where values are missing:
 * take them from `catalogSummary`.
 */
export interface DataFrame {
  readonly columns: string[];
  /** Rows, columns. */
  readonly shape: number[];
  readonly values: unknown[][];
  head(rows?: number): DataFrame;
  tail(rows?: number): DataFrame;
  /** Prints the first rows to the console. */
  print(): void;
}

/**
 * Products as a danfojs DataFrame: a row a product; categories from root to leaf joined by ' > '; a missing price is
 * NaN.
 * @example (await toDataFrame(catalog.products)).shape // [1000, 13]: products, columns
 */
export async function toDataFrame(products: readonly Product[]): Promise<DataFrame> {
  const { default: danfo } = await import('danfojs-node');
  const rows = products.map((product) => ({
    id: product.id,
    title: product.title,
    brand: product.brand,
    price: product.price ?? Number.NaN,
    category: leafCategory(product),
    categories: product.categories.join(' > '),
    material: product.material,
    color: product.color,
    manufacturer: product.manufacturer,
    country_of_origin: product.countryOfOrigin,
    package_dimensions: product.packageDimensions,
    images: product.images.length,
    description: product.description,
  }));
  return new danfo.DataFrame(rows) as unknown as DataFrame;
}
