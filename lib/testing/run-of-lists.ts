import type { Run } from '../evaluate/index.js';

/** A run from lists of product ids, best first: the scores of a list of n are n, n − 1 … 1. */
export function runOfLists(lists: Iterable<readonly [query: string, ids: readonly string[]]>): Run {
  return new Map(
    Array.from(lists, ([query, ids]) => [query, new Map(ids.map((id, i) => [id, ids.length - i]))] as const),
  );
}
