import { ArgumentError, shown } from '../errors/index.js';
import type { ProductFilter } from '../search/index.js';

/** What `--filter` says; undefined where it was not given. @throws {ArgumentError} where it says nothing */
export async function readFilter(text: string | undefined): Promise<ProductFilter | undefined> {
  if (text === undefined) return undefined;
  const { parseFilter } = await import('../search/index.js');
  const filter = parseFilter(text);
  if (Object.keys(filter).length > 0) return filter;
  throw new ArgumentError(
    `--filter ${shown(text)} has no condition; give one, as in "category=Chairs,price<100", or leave it out`,
  );
}
