import { ServiceError } from '../../http/index.js';
import type { ShopPage } from './shop.js';

/** More would be a shop whose list never ends. */
const mostPages = 20_000;
/** What moves while a list is read may come twice, but hardly fills several pages. */
const mostStale = 3;

/**
 * Pages one after the other, to the one after which there is none.
 * @param ask what is at a cursor, and where the next page begins
 * @throws {ServiceError} where the service names a page again or never ends: a list that is not whole must not look so
 */
export async function* followed<T extends { readonly id: string | number }>(
  service: string,
  ask: (cursor: string | null) => Promise<{ items: readonly T[]; next: string | null; total?: number }>,
  signal?: AbortSignal,
): AsyncGenerator<ShopPage<T>> {
  const [seen, ids] = [new Set<string>(), new Set<string | number>()];
  let stale = 0;
  let cursor: string | null = null;
  do {
    signal?.throwIfAborted();
    const { items, next, total } = await ask(cursor);
    yield { items, total, isWhole: cursor === null && next === null };
    stale = items.length > 0 && items.every(({ id }) => ids.has(id)) ? stale + 1 : 0;
    for (const { id } of items) ids.add(id);
    const isEndless = seen.size >= mostPages || stale >= mostStale;
    if (next !== null && (isEndless || seen.has(next))) {
      throw new ServiceError(
        `${service} gives the same pages again and again, ${seen.size + 1} so far; its list is not whole, run again later`,
        { service, fault: 'malformed' },
      );
    }
    if (next !== null) seen.add(next);
    cursor = next;
  } while (cursor !== null);
}
