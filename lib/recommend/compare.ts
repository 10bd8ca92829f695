import { type Evaluation, evaluate, type Qrels, type Run } from '../evaluate/index.js';
import {
  type Recommendation,
  type Recommender,
  type SearchBy,
  type SimilarBy,
  searchSystems,
  similarSystems,
} from './recommender.js';
import type { Relevance } from './relevance.js';

/** Several ways to rank, measured on the same judgments. */
export interface Comparison<By extends string = string> {
  /** What was asked: for products like one, or for products that fit a text. */
  readonly task: 'similar' | 'search';
  readonly qrels: Qrels;
  /** As `Relevance.groupBy`, for similar products. */
  readonly groupBy?: (query: string) => string;
  readonly runs: Readonly<Record<By, Run>>;
  readonly evaluations: Readonly<Record<By, Evaluation>>;
}

export const cutoffs: readonly number[] = [1, 3, 5, 10];
export const cutoffMetrics: readonly string[] = ['P', 'Recall', 'nDCG', 'HitRate', 'Judged'];

/** What every comparison measures: each cut-off metric at 1, 3, 5 and 10, AP and RR. */
export const standardMetrics: readonly string[] = [
  ...cutoffMetrics.flatMap((name) => cutoffs.map((k) => `${name}@${k}`)),
  'AP',
  'RR',
];

/** Results that each system is asked for: what is fused depends on how far down both rankings go. */
const depth = 1000;

/** The first of them, which are measured and kept with a run: what a shopper could ever see. */
const measuredResults = 100;

/**
 * Measures each way to rank on the judgments there are: similar products by each part, hybrid, BM25 and fused; text
 * search by text vectors, BM25 and fused. The first 100 results are measured, by AP and RR too, and are those that a run
 * keeps, so that comparing runs gives the same figures. A part without any vector is left out: the image where there are
 * no photos, category and behaviour where they have no weight.
 * @example
 * const { similar, search } = await compareSystems(shop, relevance);
 * similar?.evaluations.hybrid.mean['nDCG@10'] // 0.73; search is null where no text was judged
 */
export async function compareSystems(
  recommender: Recommender,
  relevance: Relevance,
): Promise<{ similar: Comparison<SimilarBy> | null; search: Comparison<SearchBy> | null }> {
  const { similar, search, queries } = relevance;
  const { spaces } = recommender;
  const systems = similarSystems.filter(
    (by) => by === 'bm25' || by === 'fused' || spaces[by]?.data.some((x) => x !== 0),
  );
  const known = similar && new Map([...similar].filter(([id]) => recommender.has(id)));
  const measure = async <By extends string>(
    task: Comparison['task'],
    qrels: Qrels,
    systems: readonly By[],
    rank: (query: string, by: By) => Promise<Recommendation[]>,
  ): Promise<Comparison<By>> => {
    const runs = {} as Record<By, Run>;
    const evaluations = {} as Record<By, Evaluation>;
    for (const by of systems) {
      const run = new Map<string, Map<string, number>>();
      for (const query of qrels.keys()) {
        const results = await rank(query, by);
        const first = results.slice(0, measuredResults);
        run.set(query, new Map(first.map(({ product, score }) => [product.id, score])));
      }
      runs[by] = run;
      evaluations[by] = evaluate(qrels, run, standardMetrics);
    }
    return {
      task,
      qrels,
      ...(task === 'similar' && relevance.groupBy ? { groupBy: relevance.groupBy } : {}),
      runs,
      evaluations,
    };
  };
  const k = Math.min(depth, recommender.products.length);
  return {
    similar:
      known && known.size > 0
        ? await measure('similar', known, systems, (id, by) => recommender.recommend(id, { k, by }))
        : null,
    search: search
      ? await measure('search', search, searchSystems, (query, by) =>
          recommender.search(queries.get(query) ?? query, { k, by }),
        )
      : null,
  };
}
