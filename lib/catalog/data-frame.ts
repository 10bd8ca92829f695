import { leafCategory, type Product } from './product.js';

/**
 * The part of a danfojs-node DataFrame that exploring needs; where danfojs-node is installed the object has
 * all of its methods (https://danfo.jsdata.org/api-reference/dataframe). Its figures leave much to be desired where values are missing:
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

export interface DataFrameOptions {
  /** Told a line where danfojs-node is not installed. Default the console. */
  readonly onNote?: (line: string) => void;
}

/**
 * Products as a danfojs DataFrame: a row a product; categories from root to leaf joined by ' > '; a missing price is
 * NaN. Where danfojs-node is not installed, which is said, the frame has no more than what `DataFrame` lists.
 * @example (await toDataFrame(catalog.products)).shape // [1000, 13]: products, columns
 */
export async function toDataFrame(
  products: readonly Product[],
  { onNote = console.warn }: DataFrameOptions = {},
): Promise<DataFrame> {
  const rows = productRows(products);
  const danfo = await loadDanfo();
  if (danfo) return new danfo.DataFrame(rows) as unknown as DataFrame;
  onNote(
    'danfojs-node is not installed: the data frame can be shown and cut, no more; for all of it: npm install danfojs-node@1.2.0',
  );
  return plainFrame(
    Object.keys(rows[0] ?? {}),
    rows.map((row) => Object.values(row)),
  );
}

async function loadDanfo(): Promise<typeof import('danfojs-node') | undefined> {
  try {
    return (await import('danfojs-node')).default;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_MODULE_NOT_FOUND' && message.includes("'danfojs-node'")) return undefined;
    throw error;
  }
}

function plainFrame(columns: string[], values: unknown[][]): DataFrame {
  const of = (some: unknown[][]) => plainFrame(columns, some);
  return {
    columns,
    shape: [values.length, columns.length],
    values,
    head: (rows = 5) => of(values.slice(0, rows)),
    tail: (rows = 5) => of(values.slice(Math.max(0, values.length - rows))),
    print: () =>
      console.table(values.slice(0, 10).map((row) => Object.fromEntries(columns.map((c, i) => [c, row[i]])))),
  };
}

function productRows(products: readonly Product[]) {
  return products.map((product) => ({
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
}
