import { ArgumentError, shown } from '../../errors/index.js';
import { contentKey } from '../../store/index.js';
import { type Filterable, NAMED_FILTERS, type NamedFilter } from '../product-filter.js';

/** What a record carries beside its vector: `id` and `title` to read, the rest to filter by. Absent where the product has none. */
export type RecordMetadata = Record<string, string | number | string[]>;

/** What a record is made of. */
export interface Listed extends Filterable {
  readonly id: string;
  readonly title: string;
}

export interface VectorRecord {
  readonly id: string;
  readonly values: number[];
  readonly metadata: RecordMetadata;
}

const longestRecordId = 512;
const longestTitle = 1000;

/** A value in the form that filters compare. */
export function filterKey(value: string): string {
  return value.normalize('NFC').trim().toLowerCase();
}

/**
 * A product as a Pinecone record. Its id is the product's, percent-encoded since Pinecone takes ASCII only, then `#`
 * and a hash of all that the record holds: listing the ids, which is cheap, tells what need not be sent again.
 * @throws {ArgumentError} for an id too long for Pinecone
 */
export function recordOf(product: Listed, vector: Float32Array): VectorRecord {
  const metadata: RecordMetadata = { id: product.id };
  if (product.title) metadata.title = product.title.slice(0, longestTitle);
  if (product.price !== null) metadata.price = product.price;
  const category = [...new Set(product.categories.map(filterKey))].filter(Boolean);
  if (category.length > 0) metadata.category = category;
  for (const name of NAMED_FILTERS) {
    if (name === 'category') continue;
    const value = filterKey(named(product, name));
    if (value) metadata[name] = value;
  }
  const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  const hash = contentKey(Buffer.concat([Buffer.from(`1\n${JSON.stringify(metadata)}\n`), bytes]));
  return { id: `${recordPrefix(product.id)}${hash}`, values: shortNumbers(vector), metadata };
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
      `the id ${shown(id)} is too long for Pinecone, whose record ids have ${longestRecordId} characters at most; shorten it in the catalogue`,
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

function named(product: Listed, name: Exclude<NamedFilter, 'category'>): string {
  return name === 'country' ? product.countryOfOrigin : product[name];
}

/** Nine significant digits are enough to get every float32 back, and half as long as JSON would make them. */
function shortNumbers(vector: Float32Array): number[] {
  return Array.from(vector, (x) => Number(x.toPrecision(9)));
}
