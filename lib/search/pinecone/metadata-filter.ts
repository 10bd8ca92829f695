import { checkFilter, NAMED_FILTERS, type ProductFilter } from '../product-filter.js';
import { filterKey } from './record.js';

/** A filter in Pinecone's query language; conditions on different fields must all hold. */
export type MetadataFilter = Record<string, { $in: string[] } | Record<string, number>>;

/**
 * A `ProductFilter` for the metadata that `recordOf` writes; undefined where it has no condition.
 * `$in` on a list of texts, as `category` is, takes records that have any of the values.
 * @throws {ArgumentError} as `checkFilter`
 */
export function metadataFilter(filter: ProductFilter): MetadataFilter | undefined {
  const checked = checkFilter(filter);
  const out: MetadataFilter = {};
  for (const name of NAMED_FILTERS) {
    const wanted = checked[name];
    if (wanted !== undefined) out[name] = { $in: [wanted].flat().map(filterKey) };
  }
  const { priceMin, priceMax, priceAbove, priceBelow } = checked;
  const bounds = Object.entries({ $gte: priceMin, $lte: priceMax, $gt: priceAbove, $lt: priceBelow });
  const price = bounds.filter((bound): bound is [string, number] => bound[1] !== undefined);
  if (price.length > 0) out.price = Object.fromEntries(price);
  return Object.keys(out).length > 0 ? out : undefined;
}
