import type { Rejected } from '../records/index.js';

/** One product of a catalogue, as every part of the library sees it. Texts are trimmed; '' stands for "not given". */
export interface Product {
  /** `uniq_id`, unique in the catalogue. */
  readonly id: string;
  readonly title: string;
  readonly brand: string;
  readonly description: string;
  /** Price in the catalogue's currency; null where the catalogue has none or a text that is no number. */
  readonly price: number | null;
  /** From the root to the leaf: ['Home & Kitchen', 'Furniture', 'Chairs']. */
  readonly categories: readonly string[];
  /** Paths relative to the catalogue's folder, or http(s) addresses; the first is the main photo. */
  readonly images: readonly string[];
  readonly manufacturer: string;
  readonly packageDimensions: string;
  readonly countryOfOrigin: string;
  readonly material: string;
  readonly color: string;
}

/** Something in a row that could not be understood and was read as "not given"; or a column that the file lacks. */
export interface RowWarning {
  /** As in `rejected`; the header's where the whole file is meant. */
  readonly row: number;
  /** `uniq_id`; '' where the whole file is meant. */
  readonly id: string;
  readonly reason: string;
}

/** How the rows of a file became products. */
export interface CatalogReading {
  /** For people: 'read as a Shopify export: Handle → id, Title → title'. */
  readonly line: string;
  /** The headers behind each column, as the file writes them. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
}

/** What reading a catalogue gives. */
export interface Catalog {
  readonly products: readonly Product[];
  /** Rows that gave no product; the first thousand. */
  readonly rejected: readonly Rejected<'row' | 'id'>[];
  /** The first thousand. */
  readonly warnings: readonly RowWarning[];
  /** Absolute path of the file that was read; of a table or shop that into which it was fetched. */
  readonly path: string;
  /** Where products were fetched from and what changed there, for people; undefined of a file. */
  readonly origin?: string;
  readonly reading: CatalogReading;
  readonly counts: {
    /** Rows that were read. */
    readonly rows: number;
    /** Rows that gave no product, those that came twice included. */
    readonly rejected: number;
    readonly duplicates: number;
    readonly warnings: number;
    /** Rows that are a variant or a further photo of a product. */
    readonly variants: number;
  };
}

/** The leaf category of a product, '' where it has none. */
export function leafCategory(product: Product): string {
  return product.categories.at(-1) ?? '';
}

/**
 * The text that describes a product to an encoder or a keyword index: title, brand, categories, material, colour,
 * description.
 * @example productText(product) // 'Oak chair. Nord. Furniture Chairs. Wood. A chair.'
 */
export function productText(product: Product): string {
  const { title, brand, categories, material, color, description } = product;
  return [title, brand, categories.join(' '), material, color, description].filter(Boolean).join('. ');
}
