import { z } from 'zod';
import { shown } from '../errors/index.js';
import { parseList, splitCategories, splitImages } from './lists.js';
import { parsePrice } from './price.js';
import type { Product } from './product.js';

/** The columns of a catalogue, as its header or its JSON keys name them. */
export const columns = [
  'title',
  'brand',
  'description',
  'price',
  'categories',
  'images',
  'manufacturer',
  'package_dimensions',
  'country_of_origin',
  'material',
  'color',
  'uniq_id',
] as const;

export const requiredColumns = ['uniq_id', 'title'] as const;

const text = z
  .union([z.string(), z.number(), z.boolean()], 'not a text')
  .nullish()
  .transform((value) => (value === null || value === undefined ? '' : String(value).trim()));

const record = z.object({
  uniq_id: text,
  title: text,
  brand: text,
  description: text,
  price: z.unknown().optional(),
  categories: z.unknown().optional(),
  images: z.unknown().optional(),
  manufacturer: text,
  package_dimensions: text,
  country_of_origin: text,
  material: text,
  color: text,
});

export interface ParsedProduct {
  /** '' where the row has none. */
  readonly id: string;
  readonly product?: Product;
  /** Why there is no product. */
  readonly reason?: string;
  /** What was read as "not given" because it could not be understood. */
  readonly warnings: readonly string[];
}

/** A row's fields, by column name, as a product. */
export function parseProduct(fields: Readonly<Record<string, unknown>>): ParsedProduct {
  const parsed = record.safeParse(fields);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0];
    const id = typeof fields.uniq_id === 'string' ? fields.uniq_id.trim() : '';
    return { id, reason: `${String(path[0])} is ${message}`, warnings: [] };
  }
  const row = parsed.data;
  const id = row.uniq_id;
  if (!id) return { id, reason: 'no uniq_id', warnings: [] };
  if (!row.title && !row.description) return { id, reason: 'no title and no description', warnings: [] };

  const warnings: string[] = [];
  const understood = <T>(column: 'price' | 'categories' | 'images', value: T | undefined, kind: string) => {
    if (value === undefined) warnings.push(`${column} ${shown(row[column])} is no ${kind}; left empty`);
    return value;
  };
  const product: Product = {
    id,
    title: row.title,
    brand: row.brand,
    description: row.description,
    price: understood('price', parsePrice(row.price), 'price') ?? null,
    categories: understood('categories', parseList(row.categories, splitCategories), 'list') ?? [],
    images: understood('images', parseList(row.images, splitImages), 'list') ?? [],
    manufacturer: row.manufacturer,
    packageDimensions: row.package_dimensions,
    countryOfOrigin: row.country_of_origin,
    material: row.material,
    color: row.color,
  };
  return { id, product, warnings };
}
