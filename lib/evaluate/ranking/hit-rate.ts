import { hitRanks } from './hit-ranks.js';
import type { JudgedRanking } from './judge.js';

/**
 * Hit rate at k: 1 when at least one of the first k results is relevant, else 0; trec_eval's `success`. Without k:
 * among all results. The mean over queries is the share of queries with a hit.
 * @returns 0 or 1
 */
export function hitRateAt(ranking: JudgedRanking, k = Number.POSITIVE_INFINITY): number {
  return hitRanks(ranking.grades, k, ranking.relevantFrom).length > 0 ? 1 : 0;
}
