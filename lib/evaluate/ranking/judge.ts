import { shown } from '../../errors/index.js';
import { EvaluateError } from '../errors.js';

/** One query's results in rank order, as the metrics see them. */
export interface JudgedRanking {
  /** `grades[i]` is the grade of the result at rank i + 1, NaN where nobody judged it. */
  readonly grades: Float64Array;
  /** Every grade above 0 that the query has, returned or not, best first. */
  readonly ideal: Float64Array;
  /** How many products of the query are relevant, returned or not. */
  readonly relevant: number;
  /** The lowest grade that counts as relevant. */
  readonly relevantFrom: number;
}

/**
 * Ranks one query's results by score (equal scores by id, descending, compared by UTF-16 code unit) and looks their
 * grades up.
 * @param grades product id → grade; a grade below 0 counts as unjudged
 * @param scores product id → score
 * @param relevantFrom the lowest grade that counts as relevant
 * @throws {EvaluateError} on a grade or score that is NaN or infinite
 */
export function judge(
  grades: ReadonlyMap<string, number>,
  scores: ReadonlyMap<string, number>,
  relevantFrom = 1,
): JudgedRanking {
  const ids = rankedIds(scores);
  const ranked = new Float64Array(ids.length);
  for (let i = 0; i < ids.length; i++) {
    const grade = grades.get(ids[i]);
    ranked[i] = grade === undefined || grade < 0 ? Number.NaN : grade;
  }
  const ideal: number[] = [];
  let relevant = 0;
  for (const [id, grade] of grades) {
    if (!Number.isFinite(grade)) {
      throw new EvaluateError(`the grade of product ${shown(id)} is ${grade}; grades are finite numbers`);
    }
    if (grade > 0) ideal.push(grade);
    if (grade >= relevantFrom) relevant++;
  }
  return { grades: ranked, ideal: new Float64Array(ideal).sort().reverse(), relevant, relevantFrom };
}

/** Product ids by score, descending; equal scores by id, descending. */
export function rankedIds(scores: ReadonlyMap<string, number>): string[] {
  const ids: string[] = [];
  let sorted = true;
  let last = Number.POSITIVE_INFINITY;
  for (const [id, score] of scores) {
    if (!Number.isFinite(score)) {
      throw new EvaluateError(`the score of product ${shown(id)} is ${score}; scores are finite numbers`);
    }
    if (score > last || (score === last && id > ids[ids.length - 1])) sorted = false;
    ids.push(id);
    last = score;
  }
  if (sorted) return ids;
  const values = Float64Array.from(scores.values());
  const order = Uint32Array.from(ids, (_, i) => i);
  order.sort((a, b) => values[b] - values[a] || (ids[a] < ids[b] ? 1 : -1));
  return Array.from(order, (i) => ids[i]);
}
