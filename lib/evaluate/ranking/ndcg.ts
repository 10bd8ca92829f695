import type { JudgedRanking } from './judge.js';

/** How much a result of grade g is worth: g, or 2^g − 1. */
export type Gain = 'linear' | 'exponential';

function dcg(grades: Float64Array, k: number, gain: Gain): number {
  const end = Math.min(k, grades.length);
  let sum = 0;
  for (let i = 0; i < end; i++) {
    const grade = grades[i];
    if (grade > 0) sum += (gain === 'linear' ? grade : 2 ** grade - 1) / Math.log2(i + 2);
  }
  return sum;
}

/**
 * Normalised discounted cumulative gain at k: DCG@k = Σ gain(gᵢ) / log₂(i + 1) over ranks i = 1 … k, divided by that
 * of the ideal ranking, which orders every judged product of the query by grade. Linear gain by default, as
 * trec_eval's `ndcg_cut`; 'exponential' is the 2^g − 1 of Burges et al. Without k: over all results. Unjudged results
 * gain nothing; 0 when the query has no grade above 0. Does not use the relevance threshold.
 * Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4), 2002.
 * @returns in [0, 1]
 */
export function ndcgAt(ranking: JudgedRanking, k = Number.POSITIVE_INFINITY, gain: Gain = 'linear'): number {
  const ideal = dcg(ranking.ideal, k, gain);
  return ideal === 0 ? 0 : dcg(ranking.grades, k, gain) / ideal;
}
