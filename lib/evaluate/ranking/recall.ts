import { hitRanks } from './hit-ranks.js';
import type { JudgedRanking } from './judge.js';

/**
 * Recall at k: the share of all relevant products that are among the first k results,
 * Recall@k = |relevant in the first k| / R. Without k: among all results. 0 when the query has no relevant product.
 * trec_eval's `recall`.
 * @returns in [0, 1]
 */
export function recallAt(ranking: JudgedRanking, k = Number.POSITIVE_INFINITY): number {
  const { grades, relevantFrom, relevant } = ranking;
  return relevant === 0 ? 0 : hitRanks(grades, k, relevantFrom).length / relevant;
}
