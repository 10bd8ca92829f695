import type { columns } from '../parse-product.js';

/** A column of a catalogue, as the project calls it. */
export type Field = (typeof columns)[number];

/** A row's values by the keys of their headers. */
export type Row = Readonly<Record<string, unknown>>;

/** How the products of a shop's export are found in its rows. */
export interface Layout {
  /** As in 'read as a Shopify export'. */
  readonly name: string;
  /** Headers as the export writes them: where all of one of these lists are there, the file has this layout. */
  readonly signs: readonly (readonly string[])[];
  /** Headers of each column: the first that is not empty counts; of images all do. */
  readonly columns: { readonly [F in Field]?: readonly string[] };
  /** Columns whose headers are all read, not the first alone. */
  readonly together?: readonly Field[];
  /** Whether rows with one id are one product, as where each variant or photo has a row. */
  readonly joins?: boolean;
  /** Headers that `attributes`, `relation` and `categories` read. */
  readonly reads?: readonly string[];
  /** Attributes that rows name themselves: [['Colour', 'red']]. `names` are those that the product's first row had. */
  readonly attributes?: (row: Row, names: string[]) => readonly (readonly [string, unknown])[];
  /** What ties a row to others; ids as rows write them. */
  readonly relation?: (row: Row) => Relation;
  /** The path of categories, from what the row has. */
  readonly categories?: (value: unknown) => unknown;
  /** The path of an image, from what the row has. */
  readonly image?: (path: string) => string;
}

export interface Relation {
  /** What the row is a variant of. */
  readonly parent?: string;
  /** Further names under which variants refer to this row. */
  readonly names?: readonly string[];
  /** The ids of its variants. */
  readonly variants?: readonly string[];
}

/** Names and their values that stand in two lists: [['Colour', ['red', 'blue']]]. */
export function paired(names: unknown, values: unknown): (readonly [string, unknown])[] {
  if (!Array.isArray(names) || !Array.isArray(values)) return [];
  return names.map((name, i) => [textOf(name), values[i]]);
}

/** A value of a row as a text; '' where it has none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
