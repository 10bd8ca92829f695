import { ArgumentError, shown } from '../../errors/index.js';
import { contentKey } from '../../store/index.js';
import { type Filterable, filterKey, namedFilters, valuesOf } from '../product-filter.js';
import { longestRecordId } from './check-record.js';
import type { VectorRecord } from './vector-store.js';

/** What a record is made of. */
export interface Listed extends Filterable {
  readonly id: string;
  readonly title: string;
}

const longestTitle = 1000;

/**
 * A product as a record. Its id is the product's, percent-encoded since stores take ASCII only, then `#` and a hash of
 * all that the record holds: listing the ids, which is cheap, tells what need not be sent again. Its payload has `id`
 * and `title` to read, the rest to filter by; what the product does not say is absent.
 * @throws {ArgumentError} for an id that is too long, or no valid text
 */
export function recordOf(product: Listed, vector: Float32Array): VectorRecord {
  const payload: Record<string, string | number | string[]> = { id: product.id };
  if (product.title) payload.title = product.title.slice(0, longestTitle);
  if (product.price !== null) payload.price = product.price;
  for (const name of namedFilters) {
    const values = [...new Set(valuesOf[name](product).map(filterKey))].filter(Boolean);
    if (values.length > 0) payload[name] = name === 'category' ? values : values[0];
  }
  const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  const hash = contentKey(Buffer.concat([Buffer.from(`1\n${JSON.stringify(payload)}\n`), bytes]));
  return { id: `${recordPrefix(product.id)}${hash}`, vector, payload };
}

/** What the record ids of a product begin with. */
export function recordPrefix(id: string): string {
  let prefix: string;
  try {
    prefix = `${encodeURIComponent(id)}#`;
  } catch {
    throw new ArgumentError(`the id ${shown(id)} is no valid text; mend it in the catalogue`);
  }
  if (prefix.length + 32 > longestRecordId) {
    throw new ArgumentError(
      `the id ${shown(id)} is too long: stores take record ids of ${longestRecordId} characters at most; shorten it in the catalogue`,
    );
  }
  return prefix;
}

/** The product id in a record id; null where the record was not written by `recordOf`. */
export function productIdOf(recordId: string): string | null {
  const match = /^(.+)#[0-9a-f]{32}$/.exec(recordId);
  if (!match) return null;
  try {
    return decodeURIComponent(match[1]);
  } catch {
    return null;
  }
}
