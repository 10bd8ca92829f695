import type { JudgedRanking } from './judge.js';

function recall(grades: Float64Array, k: number, relevantFrom: number, relevant: number): number {
  const end = Math.min(k, grades.length);
  let found = 0;
  for (let i = 0; i < end; i++) if (grades[i] >= relevantFrom) found++;
  return found / relevant;
}

/**
 * Recall at k: the share of all relevant products that are among the first k results,
 * Recall@k = |relevant in the first k| / R. Without k: among all results. 0 when the query has no relevant product.
 * trec_eval's `recall`.
 * @returns in [0, 1]
 */
export function recallAt(ranking: JudgedRanking, k = Number.POSITIVE_INFINITY): number {
  return ranking.relevant === 0 ? 0 : recall(ranking.grades, k, ranking.relevantFrom, ranking.relevant);
}
