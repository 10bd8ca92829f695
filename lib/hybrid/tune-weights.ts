import {
  type BootstrapInterval,
  bootstrapInterval,
  type PairedDifference,
  pairedBootstrap,
  randomizationTest,
} from '../stats/index.js';
import { chooseWeights, type Search } from './choose-weights.js';
import type { Part } from './combine.js';
import { MetricByWeights } from './metric-by-weights.js';
import { partSpace } from './part-cosines.js';
import { dealFolds } from './query-folds.js';
import { simplexGrid, withWeight } from './simplex.js';
import { checkTuning, type TuneOptions } from './tuning-input.js';

/** Weights by part name, of a total of 1. */
export type Weights = Readonly<Record<string, number>>;

/** The metric over the weight of one part, a line of `lineChart`. Measured on all queries: to look at, not to report. */
export interface TuningCurve {
  /** The part. */
  readonly name: string;
  /** Its weight, ascending. With three parts or more the others share the rest as in the chosen weights. */
  readonly x: readonly number[];
  /** Mean of the metric over all queries. */
  readonly y: readonly number[];
  readonly interval: { readonly low: readonly number[]; readonly high: readonly number[] };
}

/** What one outer fold chose without its queries, and what that gave on them. */
export interface TuningFold {
  readonly fold: number;
  /** Held out. */
  readonly queries: number;
  readonly weights: Weights;
  /** Mean over the inner folds, by which the weights were chosen. */
  readonly chosenAt: number;
  /** Mean over the held-out queries. */
  readonly heldOut: number;
  /** The same by the weights in use. */
  readonly inUse: number;
}

/** The weights that ranked best, and by how much on queries that did not choose them. */
export interface TunedWeights {
  readonly metric: string;
  /** Chosen on all queries: the weights to use. */
  readonly weights: Weights;
  /** The weights in use, of a total of 1. */
  readonly inUse: Weights;
  /** The metric with tuned weights, each query by weights that were chosen without it: the figure to report. */
  readonly estimate: BootstrapInterval;
  /** The metric with the weights in use, over the same queries. */
  readonly inUseEstimate: BootstrapInterval;
  /** Held-out tuned − in use, query by query; the p-value is that of the paired randomisation test. */
  readonly improvement: PairedDifference;
  /** Mean of the chosen weights over the queries that they were chosen on: flattering. */
  readonly inSample: number;
  /** One for two parts, over the weight of the first; else one a part. */
  readonly curves: readonly TuningCurve[];
  readonly folds: readonly TuningFold[];
  /** Held-out value of each query. */
  readonly perQuery: ReadonlyMap<string, number>;
  /** Judged queries that are no product, or have no relevant one. */
  readonly leftOut: readonly string[];
  /** Why to keep the weights in use; null where tuning helps beyond noise. */
  readonly note: string | null;
}

/**
 * Chooses the weights of the parts, α and β, and γ and δ where there are such parts, that rank similar products best.
 *
 * Nested cross-validation over queries: each outer fold is held out in turn, weights are chosen on the rest by the mean
 * over inner folds, and the held-out queries are measured by them. So no reported figure was tuned on, and `estimate`
 * is that of the whole procedure, the choice included. The weights to use are then chosen in the same way on all
 * queries. Two parts: a grid; more: a grid over the simplex, then moves between pairs of parts of half a step, then
 * of a quarter. Of equally good weights, those nearest to the ones in use win.
 *
 * The parts' cosines are computed once for each query, and only weighed again; missing parts count as in `combine`.
 * Rankings leave out the query itself and products without any part, as `Recommender.recommend` does.
 *
 * Intervals and the test are over queries, or over groups of them where `groupBy` tells which share their answers. They take the folds' choices as given, which all share most of their queries, so the interval of `estimate` is a little narrow.
 *
 * Stone, "Cross-validatory choice and assessment of statistical predictions", 1974; Varma and Simon, "Bias in error
 * estimation when using cross-validation for model selection", BMC Bioinformatics 7, 2006.
 * @throws {ArgumentError} when the weights sum to 0 or one is below 0, on fewer than two parts, parts that do not fit
 *   the ids, fewer queries (or groups of them) than folds, or an option out of range; {EvaluateError} on an unknown
 *   metric or a bad grade
 * @example
 * const tuned = await tuneWeights({
 *   parts: [
 *     { name: 'text', vectors: built.spaces.text, weight: 0.7 },
 *     { name: 'image', vectors: built.spaces.image, weight: 0.3 },
 *   ],
 *   ids: products.map(({ id }) => id),
 *   qrels,
 * });
 * tuned.weights       // { text: 0.6, image: 0.4 }
 * tuned.estimate.mean // 0.73…
 */
export async function tuneWeights(options: TuneOptions): Promise<TunedWeights> {
  const { parts, seed = 42, metric = 'nDCG@10', gain = 'linear', depth = 1000 } = options;
  const { queries, groups, folds, innerFolds, leftOut, inUse, divisions, tieOrder } = checkTuning(options);
  const bootstrap = { ...options, groups };
  const byWeights = new MetricByWeights(partSpace(parts), queries, tieOrder, { metric, depth, gain });
  const search: Search = {
    byWeights,
    inUse,
    innerFolds,
    groups,
    grid: simplexGrid(parts.length, divisions),
    divisions,
  };
  await byWeights.add([inUse, ...search.grid], options.onProgress);

  const everyone = queries.map((_, i) => i);
  const heldOut = new Float64Array(queries.length);
  const before = byWeights.of(inUse);
  const reported: TuningFold[] = [];
  for (const [fold, held] of dealFolds(groups, folds, seed).entries()) {
    const out = new Set(held);
    const choice = await chooseWeights(
      search,
      everyone.filter((i) => !out.has(i)),
      seed + fold + 1,
    );
    const values = byWeights.of(choice.weights);
    for (const i of held) heldOut[i] = values[i];
    reported.push({
      fold: fold + 1,
      queries: held.length,
      weights: named(parts, choice.weights),
      chosenAt: choice.mean,
      heldOut: meanOf(heldOut, held),
      inUse: meanOf(before, held),
    });
  }
  const { weights } = await chooseWeights(search, everyone, seed);
  const improvement = {
    ...pairedBootstrap(heldOut, before, bootstrap),
    pValue: randomizationTest(
      heldOut.map((value, i) => value - before[i]),
      { seed, groups },
    ).pValue,
  };
  return {
    metric,
    weights: named(parts, weights),
    inUse: named(parts, inUse),
    estimate: bootstrapInterval(heldOut, bootstrap),
    inUseEstimate: bootstrapInterval(before, bootstrap),
    improvement,
    inSample: meanOf(byWeights.of(weights), everyone),
    curves: await tuningCurves(search, weights, options),
    folds: reported,
    perQuery: new Map(queries.map(({ id }, i) => [id, heldOut[i]])),
    leftOut,
    note: noteOn(improvement, metric, named(parts, weights), named(parts, inUse)),
  };
}

async function tuningCurves(
  search: Search,
  weights: readonly number[],
  options: TuneOptions,
): Promise<TuningCurve[]> {
  const { byWeights, divisions } = search;
  const x = Array.from({ length: divisions + 1 }, (_, i) => i / divisions);
  const shown = weights.length === 2 ? [0] : weights.map((_, p) => p);
  const curves: TuningCurve[] = [];
  for (const p of shown) {
    const points = x.map((weight) => withWeight(weights, p, weight));
    await byWeights.add(points);
    const intervals = points.map((point) =>
      bootstrapInterval(byWeights.of(point), { ...options, groups: search.groups }),
    );
    curves.push({
      name: options.parts[p].name,
      x,
      y: intervals.map(({ mean }) => mean),
      interval: { low: intervals.map(({ low }) => low), high: intervals.map(({ high }) => high) },
    });
  }
  return curves;
}

function noteOn(
  { mean, low, high, confidence, pValue }: PairedDifference,
  metric: string,
  weights: Weights,
  inUse: Weights,
): string | null {
  const figures = `${signed(mean)} ${metric} on held-out queries, ${Number((confidence * 100).toFixed(2))}% interval ${signed(low)} … ${signed(high)}, p = ${pValue.toFixed(3)}`;
  if (Object.keys(inUse).every((name) => Math.abs(weights[name] - inUse[name]) < 1e-9)) {
    return `No weights rank better than those in use, ${listed(inUse)}.`;
  }
  if (pValue >= 0.05) {
    return `${listed(weights)} instead of ${listed(inUse)}: the difference is within noise (${figures}); there is no reason to change.`;
  }
  if (mean < 0)
    return `Choosing weights does worse than those in use, ${listed(inUse)} (${figures}); keep them.`;
  return null;
}

function listed(weights: Weights): string {
  return Object.entries(weights)
    .map(([name, weight]) => `${name} ${Number(weight.toFixed(3))}`)
    .join(', ');
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}

function named(parts: readonly Part[], weights: readonly number[]): Weights {
  return Object.fromEntries(parts.map(({ name }, p) => [name, Number(weights[p].toFixed(12))]));
}

function meanOf(values: Float64Array, at: readonly number[]): number {
  return at.reduce((sum, i) => sum + values[i], 0) / at.length;
}
