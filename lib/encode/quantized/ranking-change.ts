import { evaluate, type Qrels } from '../../evaluate/index.js';
import { dot, type Matrix, normalizeRows, row } from '../../vectors/index.js';

/** What rounding to int8 does to the order of similar items: each compared item asks for those like it among the others. */
export interface RankingChange {
  /** Mean nDCG@10 of the ranking by fp32 vectors, and of that by int8 vectors. */
  readonly fp32: number;
  readonly int8: number;
  /** int8 − fp32. */
  readonly change: number;
  /** Items that asked. */
  readonly queries: number;
  /**
   * What counted as relevant: judgments of the items, or, where nobody judged any of them, the ten nearest by fp32 with
   * grades 10 to 1. By the latter fp32 scores 1, and int8 how far it agrees, whatever the vectors are worth.
   */
  readonly relevance: 'judgments' | 'fp32 neighbours';
}

const cutoff = 10;
const metric = `nDCG@${cutoff}` as const;

/**
 * Compares the rankings of items by fp32 and by int8 vectors, by the cosine of the vectors as they are. Items that are
 * zero in either matrix take no part. Null where fewer than two are left.
 * @param fp32 n × d
 * @param int8 n × d, the same items
 * @param items what `judgments` knows each item by
 * @param judgments item → similar items and their grades; those of items that are not compared do not count
 */
export function rankingChange(
  fp32: Matrix,
  int8: Matrix,
  items: readonly string[],
  judgments: Qrels = new Map(),
): RankingChange | null {
  const rows = items
    .map((_, i) => i)
    .filter((i) => [fp32, int8].every((m) => row(m, i).some((x) => x !== 0)));
  if (rows.length < 2) return null;
  const [before, after] = [fp32, int8].map((m) => similarities(m, rows, items));
  const judged = judgedAmong(new Set(before.keys()), judgments);
  const qrels = judged.size > 0 ? judged : nearest(before);
  const of = (run: typeof before) =>
    evaluate(qrels, new Map([...run].filter(([item]) => qrels.has(item))), [metric]).mean[metric];
  const [by32, by8] = [of(before), of(after)];
  const relevance = judged.size > 0 ? 'judgments' : 'fp32 neighbours';
  return { fp32: by32, int8: by8, change: by8 - by32, queries: qrels.size, relevance };
}

/** In words: 'nDCG@10 0.7312 → 0.7301 (−0.0011) by judgments of 200 items'. */
export function describeRankingChange({ fp32, int8, change, queries, relevance }: RankingChange): string {
  const signed = `${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(4)}`;
  const by =
    relevance === 'judgments' ? `judgments of ${queries} items` : `the ten nearest of fp32, ${queries} items`;
  return `${metric} ${fp32.toFixed(4)} → ${int8.toFixed(4)} (${signed}) by ${by}`;
}

/** The cosine of each item with each other. */
function similarities(m: Matrix, rows: readonly number[], items: readonly string[]) {
  const unit = normalizeRows(m);
  return new Map(
    rows.map((i) => {
      const others = rows.filter((j) => j !== i);
      return [items[i], new Map(others.map((j) => [items[j], dot(row(unit, i), row(unit, j))]))];
    }),
  );
}

/** Judgments with something relevant, of items that are there and about items that are there, not about the item itself. */
function judgedAmong(there: ReadonlySet<string>, judgments: Qrels): Map<string, Map<string, number>> {
  const out = new Map<string, Map<string, number>>();
  for (const item of there) {
    const grades = [...(judgments.get(item) ?? [])].filter(([other]) => other !== item && there.has(other));
    if (grades.some(([, grade]) => grade >= 1)) out.set(item, new Map(grades));
  }
  return out;
}

/** The ten nearest of each item, the nearest with grade 10; equally near ones by item, descending, as `evaluate` ranks. */
function nearest(run: ReadonlyMap<string, ReadonlyMap<string, number>>): Map<string, Map<string, number>> {
  return new Map(
    [...run].map(([item, scores]) => {
      const ranked = [...scores].sort(([a, x], [b, y]) => y - x || (a < b ? 1 : -1)).slice(0, cutoff);
      return [item, new Map(ranked.map(([other], at) => [other, cutoff - at]))];
    }),
  );
}
