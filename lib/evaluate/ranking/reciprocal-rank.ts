import { hitRanks } from './hit-ranks.js';
import type { JudgedRanking } from './judge.js';

/**
 * Reciprocal rank: RR = 1 / rank of the first relevant result, 0 when there is none, or none up to k.
 * trec_eval's `recip_rank`. The mean over queries is MRR.
 * @returns in [0, 1]
 */
export function reciprocalRank(ranking: JudgedRanking, k = Number.POSITIVE_INFINITY): number {
  const [first] = hitRanks(ranking.grades, k, ranking.relevantFrom);
  return first ? 1 / first : 0;
}
