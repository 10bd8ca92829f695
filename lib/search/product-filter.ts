import { z } from 'zod';
import { ArgumentError, issueSentence, shown } from '../errors/index.js';

/** Properties with names for values. */
export const namedFilters = ['category', 'brand', 'manufacturer', 'material', 'color', 'country'] as const;

/** A property that can be filtered by name. */
export type NamedFilter = (typeof namedFilters)[number];

/** What filters read of a product; '' and null stand for "not given". */
export interface Filterable {
  /** From the root to the leaf. */
  readonly categories: readonly string[];
  readonly brand: string;
  readonly manufacturer: string;
  readonly material: string;
  readonly color: string;
  readonly countryOfOrigin: string;
  readonly price: number | null;
}

/** The values of a property of a product, as it writes them; '' where it has none. */
export const valuesOf: Readonly<Record<NamedFilter, (product: Filterable) => readonly string[]>> = {
  category: (p) => p.categories,
  brand: (p) => [p.brand],
  manufacturer: (p) => [p.manufacturer],
  material: (p) => [p.material],
  color: (p) => [p.color],
  country: (p) => [p.countryOfOrigin],
};

/** A value in the form that filters compare. */
export function filterKey(value: string): string {
  return value.normalize('NFC').trim().toLowerCase();
}

/**
 * What products must be like. Conditions on different properties must all hold; several values of one property mean
 * any of them. Upper and lower case are the same. A product without a price never meets a bound on it.
 */
export interface ProductFilter {
  /** Any level of the path: 'Furniture' takes all chairs and tables. */
  readonly category?: string | readonly string[];
  readonly brand?: string | readonly string[];
  readonly manufacturer?: string | readonly string[];
  readonly material?: string | readonly string[];
  readonly color?: string | readonly string[];
  readonly country?: string | readonly string[];
  /** The price is this or more. */
  readonly priceMin?: number;
  /** The price is this or less. */
  readonly priceMax?: number;
  /** The price is more than this. */
  readonly priceAbove?: number;
  /** The price is less than this. */
  readonly priceBelow?: number;
}

const names = z.union([z.string(), z.array(z.string()).min(1, 'give at least one value')]).optional();
const bound = z.number().optional();
const filterSchema = z.strictObject({
  category: names,
  brand: names,
  manufacturer: names,
  material: names,
  color: names,
  country: names,
  priceMin: bound,
  priceMax: bound,
  priceAbove: bound,
  priceBelow: bound,
});

/** A filter from outside, checked; an unknown name or a value of the wrong kind is an `ArgumentError`. */
export function checkFilter(filter: ProductFilter): ProductFilter {
  const parsed = filterSchema.safeParse(filter);
  if (parsed.success) return parsed.data;
  const unknown = (key: string) => `there is no filter ${shown(key)}`;
  throw new ArgumentError(
    `${issueSentence(parsed.error, filter, { before: 'filter ', unknown })}; the filters are ${Object.keys(filterSchema.shape).join(', ')}`,
  );
}

/** A test of prices for the bounds of a filter, null where it has none. */
export function priceTest(filter: ProductFilter): ((price: number) => boolean) | null {
  const { priceMin, priceMax, priceAbove, priceBelow } = filter;
  if ([priceMin, priceMax, priceAbove, priceBelow].every((x) => x === undefined)) return null;
  const low = Math.max(priceMin ?? Number.NEGATIVE_INFINITY, priceAbove ?? Number.NEGATIVE_INFINITY);
  const high = Math.min(priceMax ?? Number.POSITIVE_INFINITY, priceBelow ?? Number.POSITIVE_INFINITY);
  const above = low === priceAbove;
  const below = high === priceBelow;
  return (p) => (above ? p > low : p >= low) && (below ? p < high : p <= high);
}
