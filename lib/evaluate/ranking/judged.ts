import type { JudgedRanking } from './judge.js';

function judgedShare(grades: Float64Array, k: number): number {
  const end = Math.min(k, grades.length);
  let count = 0;
  for (let i = 0; i < end; i++) if (!Number.isNaN(grades[i])) count++;
  return count / end;
}

/**
 * Judged at k: the share of the first k results that somebody judged, relevant or not. Where it is low, the other
 * metrics say little: unjudged results count as not relevant. Divides by the results returned when they are fewer
 * than k; 0 when nothing was returned.
 * @returns in [0, 1]
 */
export function judgedAt(ranking: JudgedRanking, k = Number.POSITIVE_INFINITY): number {
  return ranking.grades.length === 0 ? 0 : judgedShare(ranking.grades, k);
}
