import { hitRanks } from './hit-ranks.js';
import type { JudgedRanking } from './judge.js';

/**
 * Judged at k: the share of the first k results that somebody judged, relevant or not. Where it is low, the other
 * metrics say little: unjudged results count as not relevant. Divides by the results returned when they are fewer
 * than k; 0 when nothing was returned.
 * @returns in [0, 1]
 */
export function judgedAt(ranking: JudgedRanking, k = Number.POSITIVE_INFINITY): number {
  const { grades } = ranking;
  // What nobody judged is NaN, which no threshold lets through.
  const judged = hitRanks(grades, k, Number.NEGATIVE_INFINITY).length;
  return grades.length === 0 ? 0 : judged / Math.min(k, grades.length);
}
