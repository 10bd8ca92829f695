import type { Neighbour, VectorIndex } from '../search/index.js';
import type { Matrix } from '../vectors/index.js';

/** Queries a second. */
export interface SearchRate {
  /** Queries a second in the fastest pass: what the machine can do, whatever else it was doing. */
  readonly best: number;
  /** Queries a second in the middle pass: to hold against a peer that was timed once. */
  readonly median: number;
  /** What was found for each query. */
  readonly found: Neighbour[][];
}

/**
 * Searches in batches of `batch`, in passes over all queries: three, and more until a second has gone, or one where a
 * pass takes three seconds.
 */
export async function searchRate(
  index: VectorIndex,
  queries: Matrix,
  k: number,
  batch: number,
  rows: Int32Array | null = null,
): Promise<SearchRate> {
  const { cols } = queries;
  const batches: Matrix[] = [];
  for (let from = 0; from < queries.rows; from += batch) {
    const to = Math.min(from + batch, queries.rows);
    batches.push({ rows: to - from, cols, data: queries.data.subarray(from * cols, to * cols) });
  }
  await index.searchBatch(batches[0], k, { rows });
  const begun = performance.now();
  const seconds: number[] = [];
  let found: Neighbour[][] = [];
  for (let pass = 0; pass < 3 || performance.now() - begun < 1000; pass++) {
    found = [];
    const started = performance.now();
    for (const queriesOfBatch of batches)
      found.push(...(await index.searchBatch(queriesOfBatch, k, { rows })));
    seconds.push((performance.now() - started) / 1000);
    if (seconds[pass] > 3) break;
  }
  seconds.sort((a, b) => a - b);
  return { best: queries.rows / seconds[0], median: queries.rows / seconds[seconds.length >> 1], found };
}

/** The share of the true neighbours that were found. */
export function recallOf(found: readonly Neighbour[][], truth: readonly Neighbour[][]): number {
  let hits = 0;
  let all = 0;
  found.forEach((list, i) => {
    const wanted = new Set(truth[i].map((hit) => hit.row));
    hits += list.filter((hit) => wanted.has(hit.row)).length;
    all += wanted.size;
  });
  return hits / all;
}
