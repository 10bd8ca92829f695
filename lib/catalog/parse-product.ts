import { shown } from '../errors/index.js';
import { currencyOf } from './currency.js';
import { parseList, splitCategories, splitImages } from './lists.js';
import { plainText } from './plain-text.js';
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

export interface ParsedProduct {
  /** '' where the row has none. */
  readonly id: string;
  readonly product: Product;
  /** Code of the currency that the price is in, such as EUR; '' where none is named, or there is no price. */
  readonly currency: string;
  /** What was read as "not given" because it could not be understood. */
  readonly warnings: readonly string[];
}

/** A row's values, by column, as a product; also one without id or title. */
export function parseProduct(fields: Readonly<Record<string, unknown>>): ParsedProduct {
  const warnings: string[] = [];
  const understood = <T>(column: 'price' | 'categories' | 'images', value: T | undefined, kind: string) => {
    if (value === undefined) warnings.push(`${column} ${shown(fields[column])} is no ${kind}; left empty`);
    return value;
  };
  const categories = understood('categories', parseList(fields.categories, splitCategories), 'list') ?? [];
  const id = oneLine(fields.uniq_id);
  const product: Product = {
    id,
    title: oneLine(fields.title),
    brand: oneLine(fields.brand),
    description: text(fields.description),
    price: understood('price', parsePrice(fields.price), 'price') ?? null,
    categories: categories.map(oneLine).filter(Boolean),
    images: understood('images', parseList(fields.images, splitImages), 'list') ?? [],
    manufacturer: oneLine(fields.manufacturer),
    packageDimensions: oneLine(fields.package_dimensions),
    countryOfOrigin: oneLine(fields.country_of_origin),
    material: oneLine(fields.material),
    color: oneLine(fields.color),
  };
  const currency = product.price === null ? '' : currencyOf(fields.price) || currencyOf(fields.currency);
  return { id, product, currency, warnings };
}

function text(value: unknown): string {
  if (typeof value === 'string') return plainText(value);
  if (Array.isArray(value)) return value.map(text).filter(Boolean).join(', ');
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function oneLine(value: unknown): string {
  return text(value).replaceAll('\n', ' ');
}
