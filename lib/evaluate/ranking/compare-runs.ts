import { ArgumentError, shown } from '../../errors/index.js';
import { adjustPValues, type Correction, pairedBootstrap, randomizationTest } from '../../stats/index.js';
import { EvaluateError } from '../errors.js';
import { type EvaluateOptions, type Evaluation, evaluate } from './evaluate.js';
import type { Qrels } from './qrels.js';
import type { Run } from './run.js';

/** Metric, test and correction of a comparison of runs. */
export interface CompareOptions {
  /** Correction for the number of tests: every pair of systems by every metric. Default 'holm'. */
  readonly correction?: Correction;
  /**
   * Name of the one system that every other is compared with, which leaves fewer tests to correct for. Default all
   * pairs.
   */
  readonly baseline?: string;
  /** Adjusted p-values below this level are significant, in (0, 1). Default 0.05. */
  readonly level?: number;
  /** Share of samples whose difference the bootstrap interval is to cover, in (0, 1). Default 0.95. */
  readonly confidence?: number;
  /** Bootstrap resamples. Default 2,000. */
  readonly samples?: number;
  /** Random assignments of the test where more than 32 queries differ. Default 100,000. */
  readonly permutations?: number;
  /** Decides resamples and assignments; the same seed gives the same p-values. Default 42. */
  readonly seed?: number;
  /**
   * The group of a query. Queries whose relevant products are the same, as those of one category are where a category
   * is the judgment, are no independent evidence: they are swapped and resampled together. Default each alone.
   */
  readonly groupBy?: (query: string) => string;
}

/** Two systems by one metric, over the same queries. */
export interface SystemPair {
  readonly metric: string;
  readonly a: string;
  readonly b: string;
  readonly meanA: number;
  readonly meanB: number;
  /** meanA − meanB. */
  readonly difference: number;
  /** Bootstrap interval of the difference. */
  readonly low: number;
  readonly high: number;
  /**
   * Cohen's d_z: the mean difference in standard deviations of the differences. About 0.2 is small, 0.5 medium, 0.8
   * large. Null where it has no value: all differences are the same.
   */
  readonly effectSize: number | null;
  /** Queries on which a is better, equal, worse. */
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  /** Two-sided, of the paired randomisation test. */
  readonly pValue: number;
  /** The p-value, corrected for the number of tests. */
  readonly adjustedP: number;
  readonly significant: boolean;
  /** Whether the test counted every assignment. */
  readonly exact: boolean;
}

/** What `compareRuns` found. `significanceTable`, `pairTable` and `comparisonMatrix` make tables of it. */
export interface SystemComparison {
  readonly systems: readonly string[];
  readonly metrics: readonly string[];
  /** Queries that every system is measured on. */
  readonly queries: number;
  /** Groups of queries that the tests take as one; null where each query stands alone. */
  readonly groups: number | null;
  /** metric → system → mean. */
  readonly means: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Every pair once per metric, in the order of the metrics, then of the systems. */
  readonly pairs: readonly SystemPair[];
  readonly correction: Correction;
  readonly level: number;
  readonly confidence: number;
}

/**
 * Compares two or more runs on the same judgments, query by query: mean difference with its bootstrap interval, effect
 * size, wins, ties and losses, and the p-value of Fisher's paired randomisation test, corrected for the number of
 * tests. Queries that a run lacks count as 0 for it.
 *
 * Smucker, Allan and Carterette, CIKM 2007; Carterette, "Multiple testing in statistical analysis of systems-based
 * information retrieval experiments", ACM TOIS 30(1), 2012; effect size: Cohen, "Statistical Power Analysis for the
 * Behavioral Sciences", 1988, section 2.3.5.
 * @param runs system name → run
 * @param metrics as for `evaluate`
 * @throws {EvaluateError} on fewer than two systems, an unknown metric, or as `evaluate`
 * @throws {ArgumentError} on an option out of range
 * @example
 * const result = compareRuns(qrels, { bm25, vectors, fused }, ['nDCG@10', 'AP']);
 * showTable(significanceTable(result));
 */
export function compareRuns(
  qrels: Qrels,
  runs: Readonly<Record<string, Run>>,
  metrics: readonly string[],
  options: CompareOptions & EvaluateOptions = {},
): SystemComparison {
  const evaluations = Object.entries(runs).map(
    ([system, run]) => [system, evaluate(qrels, run, metrics, options)] as const,
  );
  return compareEvaluations(Object.fromEntries(evaluations), metrics, options);
}

/**
 * As `compareRuns`, for systems that were measured already, all with the same judgments.
 * @throws {EvaluateError} also when a system was not measured by a metric
 */
export function compareEvaluations(
  evaluations: Readonly<Record<string, Evaluation>>,
  metrics: readonly string[],
  options: CompareOptions = {},
): SystemComparison {
  const { correction = 'holm', baseline, level = 0.05, confidence = 0.95 } = options;
  const systems = Object.keys(evaluations);
  check(evaluations, metrics, { level, baseline });
  const named = systems.flatMap((a, i) =>
    systems
      .slice(i + 1)
      .flatMap((b) => (baseline === undefined || a === baseline || b === baseline ? [[a, b]] : [])),
  );
  // With a baseline, the differences read "other − baseline".
  const ordered = named.map(([a, b]) => (a === baseline ? [b, a] : [a, b]));
  const measured = metrics.flatMap((metric) =>
    ordered.map(([a, b]) => ({ metric, a, b, ...pairOf(evaluations[a], evaluations[b], metric, options) })),
  );
  const adjusted = adjustPValues(
    measured.map(({ pValue }) => pValue),
    correction,
  );
  return {
    systems,
    metrics: [...metrics],
    queries: evaluations[systems[0]].queries,
    groups: groupsOf(evaluations[systems[0]].perQuery[metrics[0]], options.groupBy),
    means: Object.fromEntries(
      metrics.map((metric) => [
        metric,
        Object.fromEntries(systems.map((system) => [system, evaluations[system].mean[metric]])),
      ]),
    ),
    pairs: measured.map((pair, i) => ({ ...pair, adjustedP: adjusted[i], significant: adjusted[i] < level })),
    correction,
    level,
    confidence,
  };
}

function pairOf(a: Evaluation, b: Evaluation, metric: string, options: CompareOptions) {
  const left = a.perQuery[metric];
  const right = b.perQuery[metric];
  const { groupBy } = options;
  const groups = groupBy && Array.from(left.keys(), groupBy);
  const { mean, low, high } = pairedBootstrap(left, right, { ...options, groups });
  const differences = Float64Array.from(left, ([query, value]) => {
    const difference = value - (right.get(query) as number);
    return Math.abs(difference) < 1e-12 ? 0 : difference;
  });
  const count = (sign: number) => differences.reduce((sum, d) => sum + (Math.sign(d) === sign ? 1 : 0), 0);
  return {
    meanA: a.mean[metric],
    meanB: b.mean[metric],
    difference: mean,
    low,
    high,
    effectSize: standardizedDifference(differences),
    wins: count(1),
    ties: count(0),
    losses: count(-1),
    ...randomizationTest(differences, { ...options, groups }),
  };
}

function groupsOf(values: ReadonlyMap<string, number>, groupBy?: (query: string) => string): number | null {
  return groupBy ? new Set(Array.from(values.keys(), groupBy)).size : null;
}

/** Mean over standard deviation (n − 1); null where all differences are the same. */
function standardizedDifference(differences: Float64Array): number | null {
  const n = differences.length;
  const mean = differences.reduce((sum, d) => sum + d, 0) / n;
  const variance = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (n - 1);
  return variance > 1e-24 ? mean / Math.sqrt(variance) : null;
}

function check(
  evaluations: Readonly<Record<string, Evaluation>>,
  metrics: readonly string[],
  { level, baseline }: { level: number; baseline?: string },
): void {
  const systems = Object.keys(evaluations);
  if (systems.length < 2) {
    throw new EvaluateError(
      `a comparison needs two systems or more, got ${systems.length === 0 ? 'none' : shown(systems[0])}`,
    );
  }
  if (metrics.length === 0) throw new EvaluateError('a comparison needs a metric, as in nDCG@10');
  if (!(level > 0 && level < 1)) {
    throw new ArgumentError(`level is ${shown(level)}; it lies between 0 and 1, as in 0.05`);
  }
  if (baseline !== undefined && !systems.includes(baseline)) {
    throw new ArgumentError(`baseline is ${shown(baseline)}; the systems are ${systems.join(', ')}`);
  }
  for (const system of systems) {
    for (const metric of metrics) {
      if (evaluations[system].perQuery[metric]) continue;
      throw new EvaluateError(
        `system ${shown(system)} was not measured by ${shown(metric)}; it has ${Object.keys(evaluations[system].mean).join(', ')}`,
      );
    }
  }
}
