import { shown } from '../../errors/index.js';
import { EvaluateError } from '../errors.js';

/**
 * What a system returned: query id → product id → score, higher is better. Results are ranked by score; equal scores
 * by id, descending, as trec_eval does, whatever the order of the map.
 */
export type Run = ReadonlyMap<string, ReadonlyMap<string, number>>;

/**
 * A run from lists that are already in rank order, best first: product ids, or search results with an `id`.
 * The scores of a list of n are n, n−1 … 1, so that its order is kept whatever scores the system gave.
 * @throws {EvaluateError} when a list names a product twice
 * @example runFromRankings([['sofa', ['p7', 'p2']]]).get('sofa') // Map { 'p7' => 2, 'p2' => 1 }
 */
export function runFromRankings(
  rankings: Iterable<readonly [query: string, results: readonly (string | { readonly id: string })[]]>,
): Run {
  const run = new Map<string, Map<string, number>>();
  for (const [query, results] of rankings) {
    const scores = new Map<string, number>();
    results.forEach((result, i) => {
      const id = typeof result === 'string' ? result : result.id;
      if (scores.has(id)) {
        throw new EvaluateError(
          `query ${shown(query)}: product ${shown(id)} is at two ranks, the second is ${i + 1}; list each product once`,
        );
      }
      scores.set(id, results.length - i);
    });
    run.set(query, scores);
  }
  return run;
}
