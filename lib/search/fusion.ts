import { ArgumentError } from '../errors/index.js';
import { byScore, type Neighbour } from './neighbour.js';

export interface FusionOptions {
  /** How little the very first ranks stand out. Default 60, as in the paper. */
  readonly k?: number;
  /** One weight ≥ 0 a ranking. Default 1 each. */
  readonly weights?: readonly number[];
  /** Hits of each ranking that count. Default all. */
  readonly depth?: number;
}

/**
 * Joins rankings by the ranks alone: a row scores Σ over rankings of weight / (k + rank), ranks from 1
 * (Cormack, Clarke & Büttcher 2009, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods").
 * Scores on different scales, such as BM25 and cosine, need no alignment. Only `row` and the order are read;
 * the result holds every row that any ranking has, best first, ties by row.
 *
 * @throws {ArgumentError} for a k below 0, a depth below 1, or weights that are not one a ranking
 * @example reciprocalRankFusion([keyword.search(text, 100), await vectors.search(vector, 100)]).slice(0, 10)
 */
export function reciprocalRankFusion(
  rankings: readonly (readonly Pick<Neighbour, 'row'>[])[],
  { k = 60, weights, depth = Number.POSITIVE_INFINITY }: FusionOptions = {},
): Neighbour[] {
  if (!(Number.isFinite(k) && k >= 0))
    throw new ArgumentError(`fusion k is ${k}; give a number of at least 0`);
  if (!(depth >= 1)) throw new ArgumentError(`fusion depth is ${depth}; give a number of at least 1`);
  if (weights && weights.length !== rankings.length) {
    throw new ArgumentError(
      `fusion has ${rankings.length} rankings and ${weights.length} weights; give one each`,
    );
  }
  weights?.forEach((w, i) => {
    if (!(Number.isFinite(w) && w >= 0)) {
      throw new ArgumentError(`fusion weight ${i} is ${w}; give a finite number of at least 0`);
    }
  });
  const scores = new Map<number, number>();
  rankings.forEach((ranking, i) => {
    const weight = weights?.[i] ?? 1;
    if (weight === 0) return;
    for (let rank = 1; rank <= Math.min(depth, ranking.length); rank++) {
      const { row } = ranking[rank - 1];
      scores.set(row, (scores.get(row) ?? 0) + weight / (k + rank));
    }
  });
  return [...scores].map(([row, score]) => ({ row, score })).sort(byScore);
}
