import type { MetricByWeights } from './metric-by-weights.js';
import { dealFolds } from './query-folds.js';
import { simplexNeighbours } from './simplex.js';

/** Where to look for weights. */
export interface Search {
  readonly byWeights: MetricByWeights;
  /** Weights in use, measured already. */
  readonly inUse: readonly number[];
  /** Points that are measured already, in steps of 1 / divisions. */
  readonly grid: readonly (readonly number[])[];
  readonly divisions: number;
  readonly innerFolds: number;
  /** The group of each query. */
  readonly groups: readonly string[];
}

/** Differences of a metric below this are rounding. */
const equal = 1e-12;

/**
 * The weights with the best mean over inner folds of the given queries. Nothing is fitted within a fold, so this is
 * the mean over queries, with every fold counting the same however large its groups are.
 */
export async function chooseWeights(
  search: Search,
  queries: readonly number[],
  seed: number,
): Promise<{ weights: readonly number[]; mean: number }> {
  const { byWeights, inUse, grid, divisions, innerFolds, groups } = search;
  const folds = dealFolds(
    queries.map((i) => groups[i]),
    innerFolds,
    seed,
  ).map((fold) => fold.map((at) => queries[at]));
  const meanBy = (weights: readonly number[]) => {
    const values = byWeights.of(weights);
    const means = folds.map((fold) => fold.reduce((sum, i) => sum + values[i], 0) / fold.length);
    return means.reduce((sum, mean) => sum + mean, 0) / folds.length;
  };
  let best = { weights: inUse, mean: meanBy(inUse) };
  const consider = (points: readonly (readonly number[])[]) => {
    const before = best;
    for (const weights of points) {
      const mean = meanBy(weights);
      const closer = distance(weights, inUse) < distance(best.weights, inUse) - equal;
      if (mean > best.mean + equal || (mean > best.mean - equal && closer)) best = { weights, mean };
    }
    return best.mean > before.mean + equal;
  };
  consider(grid);
  if (inUse.length === 2) return best;
  for (const step of [1 / (2 * divisions), 1 / (4 * divisions)]) {
    let better = true;
    while (better) {
      const around = simplexNeighbours(best.weights, step);
      await byWeights.add(around);
      better = consider(around);
    }
  }
  return best;
}

function distance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);
}
