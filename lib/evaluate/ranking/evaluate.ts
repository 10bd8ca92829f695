import { shown } from '../../errors/index.js';
import { EvaluateError } from '../errors.js';
import { judge } from './judge.js';
import { parseMetric } from './metric.js';
import type { Gain } from './ndcg.js';
import type { Qrels } from './qrels.js';
import type { Run } from './run.js';

/** Which metrics, at which depth, with which gain. */
export interface EvaluateOptions {
  /** The lowest grade that counts as relevant, above 0; nDCG uses the grades themselves. Default 1. */
  readonly relevantFrom?: number;
  /** What a grade is worth in nDCG: itself ('linear') or 2^grade − 1 ('exponential'). Default 'linear'. */
  readonly gain?: Gain;
}

/** One system's figures. Keys are the metric names as they were asked for. */
export interface Evaluation<M extends string = string> {
  /** Mean over the evaluated queries. */
  readonly mean: Readonly<Record<M, number>>;
  /** Query id → value, in the order of the qrels. */
  readonly perQuery: Readonly<Record<M, ReadonlyMap<string, number>>>;
  /** How many queries the means are over. */
  readonly queries: number;
  /** Queries with relevant products that the run does not have: each counts as 0. */
  readonly unanswered: readonly string[];
  /** Queries of the qrels without any relevant product: left out. */
  readonly withoutRelevant: readonly string[];
  /** Queries of the run without judgments: left out. */
  readonly unjudged: readonly string[];
}

/**
 * Measures a run against relevance judgments, with the conventions of trec_eval.
 *
 * - Results are ranked by score, equal scores by id, descending; the order of the maps does not matter.
 * - AP divides by all relevant products; P@k by k even when fewer were returned; nDCG has linear gain and an ideal
 *   ranking of all judged products; unjudged products and grades below 0 count as not relevant.
 * - A query of the qrels that the run lacks counts as 0 (`trec_eval -c`), so that runs compare over the same queries.
 * - A query without any relevant product is left out and counted, where trec_eval would count it as 0 whatever the run.
 *
 * @param metrics P, Recall, nDCG, AP (MAP), RR (MRR), HitRate, Judged, each with an optional cut-off; case does not matter
 * @throws {EvaluateError} on an unknown metric, a score or grade that is not finite, or when no query can be evaluated
 * @example
 * const { mean } = evaluate(qrels, run, ['P@5', 'Recall@20', 'nDCG@10', 'AP', 'RR']);
 * mean['nDCG@10'] // 0.5412…
 */
export function evaluate<M extends string>(
  qrels: Qrels,
  run: Run,
  metrics: readonly M[],
  options: EvaluateOptions = {},
): Evaluation<M> {
  const { relevantFrom = 1, gain = 'linear' } = options;
  if (!(relevantFrom > 0)) {
    throw new EvaluateError(`relevantFrom is ${shown(relevantFrom)}; the lowest relevant grade is above 0`);
  }
  const columns = metrics.map((name) => ({
    of: parseMetric(name),
    values: new Map<string, number>(),
    sum: 0,
  }));
  const unanswered: string[] = [];
  const withoutRelevant: string[] = [];
  const nothing: ReadonlyMap<string, number> = new Map();
  for (const [query, grades] of qrels) {
    const ranking = judgeQuery(query, grades, run.get(query) ?? nothing, relevantFrom);
    if (ranking.relevant === 0) {
      withoutRelevant.push(query);
      continue;
    }
    if (!run.has(query)) unanswered.push(query);
    for (const column of columns) {
      const value = column.of(ranking, gain);
      column.values.set(query, value);
      column.sum += value;
    }
  }
  const queries = qrels.size - withoutRelevant.length;
  if (queries === 0) {
    throw new EvaluateError(
      `none of the ${qrels.size} judged queries has a product of grade ${relevantFrom} or more; nothing can be evaluated`,
    );
  }
  return {
    mean: record(metrics, (i) => columns[i].sum / queries),
    perQuery: record(metrics, (i) => columns[i].values),
    queries,
    unanswered,
    withoutRelevant,
    unjudged: [...run.keys()].filter((query) => !qrels.has(query)),
  };
}

function judgeQuery(
  query: string,
  grades: ReadonlyMap<string, number>,
  scores: ReadonlyMap<string, number>,
  relevantFrom: number,
) {
  try {
    return judge(grades, scores, relevantFrom);
  } catch (cause) {
    if (!(cause instanceof EvaluateError)) throw cause;
    throw new EvaluateError(`query ${shown(query)}: ${cause.message}`, { cause });
  }
}

function record<M extends string, T>(names: readonly M[], value: (i: number) => T): Record<M, T> {
  return Object.fromEntries(names.map((name, i) => [name, value(i)])) as Record<M, T>;
}
