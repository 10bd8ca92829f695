import { hitRanks } from './hit-ranks.js';
import type { JudgedRanking } from './judge.js';

/**
 * Average precision: the mean, over all R relevant products, of the precision at the rank of each, with 0 for those
 * not returned, AP = (1/R) Σ P@i over the ranks i of relevant results. With k, ranks past k count as not returned
 * (trec_eval's `map_cut`); R stays all relevant products. 0 when there is none. The mean over queries is MAP.
 * @returns in [0, 1]
 */
export function averagePrecision(ranking: JudgedRanking, k = Number.POSITIVE_INFINITY): number {
  const { grades, relevantFrom, relevant } = ranking;
  if (relevant === 0) return 0;
  return hitRanks(grades, k, relevantFrom).reduce((sum, rank, i) => sum + (i + 1) / rank, 0) / relevant;
}
