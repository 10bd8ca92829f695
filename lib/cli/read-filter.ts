import type { ProductFilter } from '../search/index.js';

/** What `--filter` says; undefined where it was not given. @throws {ArgumentError} where it says nothing */
export async function readFilter(text: string | undefined): Promise<ProductFilter | undefined> {
  if (text === undefined) return undefined;
  const { parseFilter } = await import('../search/index.js');
  return parseFilter(text);
}
