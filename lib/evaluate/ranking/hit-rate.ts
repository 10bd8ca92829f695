import type { JudgedRanking } from './judge.js';

function hit(grades: Float64Array, k: number, relevantFrom: number): boolean {
  const end = Math.min(k, grades.length);
  for (let i = 0; i < end; i++) if (grades[i] >= relevantFrom) return true;
  return false;
}

/**
 * Hit rate at k: 1 when at least one of the first k results is relevant, else 0; trec_eval's `success`. Without k:
 * among all results. The mean over queries is the share of queries with a hit.
 * @returns 0 or 1
 */
export function hitRateAt(ranking: JudgedRanking, k = Number.POSITIVE_INFINITY): number {
  return hit(ranking.grades, k, ranking.relevantFrom) ? 1 : 0;
}
