import type { JudgedRanking } from './judge.js';

function averagePrecisionOf(grades: Float64Array, k: number, relevantFrom: number, relevant: number): number {
  const end = Math.min(k, grades.length);
  let found = 0;
  let sum = 0;
  for (let i = 0; i < end; i++) {
    if (grades[i] >= relevantFrom) {
      found++;
      sum += found / (i + 1);
    }
  }
  return sum / relevant;
}

/**
 * Average precision: the mean, over all R relevant products, of the precision at the rank of each, with 0 for those
 * not returned, AP = (1/R) Σ P@i over the ranks i of relevant results. With k, ranks past k count as not returned
 * (trec_eval's `map_cut`); R stays all relevant products. 0 when there is none. The mean over queries is MAP.
 * @returns in [0, 1]
 */
export function averagePrecision(ranking: JudgedRanking, k = Number.POSITIVE_INFINITY): number {
  const { grades, relevantFrom, relevant } = ranking;
  return relevant === 0 ? 0 : averagePrecisionOf(grades, k, relevantFrom, relevant);
}
