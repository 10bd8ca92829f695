import { hitRanks } from './hit-ranks.js';
import type { JudgedRanking } from './judge.js';

/**
 * Precision at k: the share of the first k results that are relevant, P@k = |relevant in the first k| / k.
 * Divides by k even when fewer were returned, as trec_eval's `P`. Without k: by the number returned (`set_P`), 0 when
 * nothing was.
 * @returns in [0, 1]
 */
export function precisionAt(ranking: JudgedRanking, k = Number.POSITIVE_INFINITY): number {
  const { grades, relevantFrom } = ranking;
  const divisor = Number.isFinite(k) ? k : grades.length;
  return divisor === 0 ? 0 : hitRanks(grades, k, relevantFrom).length / divisor;
}
