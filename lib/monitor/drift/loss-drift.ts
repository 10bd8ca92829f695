import { UserError } from '../../errors/index.js';
import { mean, normalTails, variance } from '../../stats/index.js';
import { drawToFront, monteCarloPValue } from '../../stats/resampling/index.js';
import { createRandom } from '../../vectors/index.js';
import { testUpTo } from './column-drift.js';
import { isMissing } from './table.js';

export interface LossMeasures {
  readonly metric: 'mean absolute error' | 'accuracy';
  readonly reference: number;
  readonly current: number;
  /** Rows whose outcome is known. */
  readonly rows: { readonly reference: number; readonly current: number };
  /** Two-sided, of a permutation test up to 1,000 rows and a z-test beyond. */
  readonly pValue: number;
  /** Rise of the loss as a share of the reference's loss; negative where predictions got better. */
  readonly rise: number;
}

interface Pair {
  readonly predicted: ArrayLike<unknown>;
  readonly actual: ArrayLike<unknown>;
}

/** Absolute errors of numbers, 0 and 1 for right and wrong classes; rows without an outcome yet are left out. */
export function measureLoss(
  reference: Pair,
  current: Pair,
  numeric: boolean,
  minimumRows: number,
  seed: number,
): LossMeasures | string {
  const [a, b] = [losses(reference, numeric), losses(current, numeric)];
  if (Math.min(a.length, b.length) < minimumRows) {
    return `${a.length} outcomes against ${b.length}; at least ${minimumRows} on each side are needed`;
  }
  const [x, y] = [mean(a), mean(b)];
  return {
    metric: numeric ? 'mean absolute error' : 'accuracy',
    reference: numeric ? x : 1 - x,
    current: numeric ? y : 1 - y,
    rows: { reference: a.length, current: b.length },
    pValue: Math.min(a.length, b.length) <= testUpTo ? permuted(a, b, seed) : zTest(a, b),
    rise: x > 0 ? (y - x) / x : y > 0 ? 1 : 0,
  };
}

function losses({ predicted, actual }: Pair, numeric: boolean): Float64Array {
  const found: number[] = [];
  for (let i = 0; i < predicted.length; i++) {
    if (isMissing(predicted[i]) || isMissing(actual[i])) continue;
    const loss = numeric
      ? Math.abs(Number(predicted[i]) - Number(actual[i]))
      : Number(String(predicted[i]) !== String(actual[i]));
    if (!Number.isFinite(loss))
      throw new UserError(`row ${i}: predicted ${predicted[i]}, actual ${actual[i]}; give finite numbers`);
    found.push(loss);
  }
  return Float64Array.from(found);
}

const mostSplits = 10_000;

/** How often a random split of all losses, the sides as large as these, has means at least as far apart. */
function permuted(a: Float64Array, b: Float64Array, seed: number): number {
  const pool = Float64Array.from([...a, ...b]);
  const total = pool.reduce((sum, value) => sum + value, 0);
  const small = a.length <= b.length ? a : b;
  const apart = (side: Float64Array) => {
    const sum = side.reduce((sum, value) => sum + value, 0);
    return Math.abs(sum / small.length - (total - sum) / (pool.length - small.length));
  };
  const observed = apart(small);
  const random = createRandom(seed);
  const draw = () => {
    drawToFront(pool, small.length, random);
    return apart(pool.subarray(0, small.length));
  };
  return monteCarloPValue(observed, draw, mostSplits);
}

function zTest(a: Float64Array, b: Float64Array): number {
  const spread = variance(a, 1) / a.length + variance(b, 1) / b.length;
  if (spread === 0) return mean(a) === mean(b) ? 1 : 0;
  return normalTails((mean(b) - mean(a)) / Math.sqrt(spread));
}
