import type { JudgedRanking } from './judge.js';

function relevantWithin(grades: Float64Array, k: number, relevantFrom: number): number {
  const end = Math.min(k, grades.length);
  let count = 0;
  for (let i = 0; i < end; i++) if (grades[i] >= relevantFrom) count++;
  return count;
}

/**
 * Precision at k: the share of the first k results that are relevant, P@k = |relevant in the first k| / k.
 * Divides by k even when fewer were returned, as trec_eval's `P`. Without k: by the number returned (`set_P`), 0 when
 * nothing was.
 * @returns in [0, 1]
 */
export function precisionAt(ranking: JudgedRanking, k = Number.POSITIVE_INFINITY): number {
  const divisor = Number.isFinite(k) ? k : ranking.grades.length;
  return divisor === 0 ? 0 : relevantWithin(ranking.grades, k, ranking.relevantFrom) / divisor;
}
