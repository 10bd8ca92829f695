import { checkFilter, filterKey, namedFilters, type ProductFilter } from '../product-filter.js';
import type { PayloadFilter } from './vector-store.js';

/**
 * A `ProductFilter` for the payload that `recordOf` writes; undefined where it has no condition.
 * @throws {ArgumentError} when a filter is unknown or its value of the wrong kind
 */
export function payloadFilter(filter: ProductFilter): PayloadFilter | undefined {
  const { priceMin, priceMax, priceAbove, priceBelow, ...named } = checkFilter(filter);
  const out: Record<string, PayloadFilter[string]> = {};
  for (const name of namedFilters) {
    const wanted = named[name];
    if (wanted !== undefined) out[name] = { anyOf: [wanted].flat().map(filterKey) };
  }
  const bounds = { atLeast: priceMin, atMost: priceMax, above: priceAbove, below: priceBelow };
  const price = Object.entries(bounds).filter(([, bound]) => bound !== undefined);
  if (price.length > 0) out.price = Object.fromEntries(price);
  return Object.keys(out).length > 0 ? out : undefined;
}
