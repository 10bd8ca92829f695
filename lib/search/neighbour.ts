/** One hit of a search. */
export interface Neighbour {
  /** Row number in the collection that was searched, from 0. */
  readonly row: number;
  /** Higher is better. Vector indexes: cosine in [-1, 1]; BM25: > 0, no upper bound; fusion: > 0. */
  readonly score: number;
}

/** The order of every result list: score descending, equal scores by row ascending. */
export function byScore(a: Neighbour, b: Neighbour): number {
  return b.score - a.score || a.row - b.row;
}
