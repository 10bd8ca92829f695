import { type JudgedRanking, judge } from '../evaluate/ranking/index.js';

/** A query with judgments, as rows of the catalogue. */
export interface JudgedQuery {
  readonly id: string;
  /** Its own row, which is no result. */
  readonly row: number;
  /** Rows that somebody judged, and their grades. */
  readonly judged: Int32Array;
  readonly grades: Float64Array;
  readonly ideal: Float64Array;
  readonly relevant: number;
  readonly relevantFrom: number;
}

/** Null when the query has no relevant product, and so nothing to say about weights. */
export function judgedQuery(
  id: string,
  grades: ReadonlyMap<string, number>,
  rowOf: ReadonlyMap<string, number>,
  relevantFrom: number,
): JudgedQuery | null {
  const { ideal, relevant } = judge(grades, new Map(), relevantFrom);
  if (relevant === 0) return null;
  const row = rowOf.get(id) as number;
  const known = [...grades].flatMap(([product, grade]) => {
    const at = rowOf.get(product);
    return at === undefined || at === row || grade < 0 ? [] : [[at, grade] as const];
  });
  return {
    id,
    row,
    judged: Int32Array.from(known, ([at]) => at),
    grades: Float64Array.from(known, ([, grade]) => grade),
    ideal,
    relevant,
    relevantFrom,
  };
}

/**
 * The judged ranking that scores give, without sorting them: each row is counted into the gap between judged products
 * where it falls, which gives every judged product its rank. Equal scores come in the order of `tieOrder`.
 * @param scores one a row, −∞ for rows that are no result; changed in place
 * @param results how many rows are results
 * @param depth results that are looked at
 */
export function rankJudged(
  query: JudgedQuery,
  scores: Float64Array,
  results: number,
  tieOrder: Uint32Array,
  depth: number,
): JudgedRanking {
  const { judged, ideal, relevant, relevantFrom } = query;
  const grades = new Float64Array(Math.min(depth, results)).fill(Number.NaN);
  const order = Array.from(judged, (_, i) => i)
    .filter((i) => scores[judged[i]] > Number.NEGATIVE_INFINITY)
    .sort((a, b) => scores[judged[b]] - scores[judged[a]] || tieOrder[judged[a]] - tieOrder[judged[b]]);
  const levels = Float64Array.from(order, (i) => scores[judged[i]]);
  const ties = Uint32Array.from(order, (i) => tieOrder[judged[i]]);
  for (const i of order) scores[judged[i]] = Number.NEGATIVE_INFINITY;
  const last = levels.length - 1;
  const gaps = new Uint32Array(levels.length + 1);
  for (let j = 0; j < scores.length; j++) {
    const score = scores[j];
    if (!(score >= levels[last])) continue;
    let low = 0;
    let high = levels.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const level = levels[middle];
      if (level > score || (level === score && ties[middle] < tieOrder[j])) low = middle + 1;
      else high = middle;
    }
    gaps[low]++;
  }
  let rank = 0;
  order.forEach((i, place) => {
    rank += gaps[place];
    if (rank + place < grades.length) grades[rank + place] = query.grades[i];
  });
  return { grades, ideal, relevant, relevantFrom };
}
