import type { JudgedRanking } from './judge.js';

function firstRelevant(grades: Float64Array, k: number, relevantFrom: number): number {
  const end = Math.min(k, grades.length);
  for (let i = 0; i < end; i++) if (grades[i] >= relevantFrom) return i + 1;
  return Number.POSITIVE_INFINITY;
}

/**
 * Reciprocal rank: RR = 1 / rank of the first relevant result, 0 when there is none, or none up to k.
 * trec_eval's `recip_rank`. The mean over queries is MRR.
 * @returns in [0, 1]
 */
export function reciprocalRank(ranking: JudgedRanking, k = Number.POSITIVE_INFINITY): number {
  return 1 / firstRelevant(ranking.grades, k, ranking.relevantFrom);
}
