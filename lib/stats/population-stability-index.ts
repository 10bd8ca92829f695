import { ArgumentError, shown } from '../errors/index.js';
import { sortedFinite } from './numbers.js';
import { type OrderedSample, orderedSample } from './ordered-sample.js';
import { quantileAt } from './quantile.js';
import { checkedTotal, checkSameLength } from './shares.js';
import { chiSquaredTail } from './special.js';

/**
 * Upper ends of bins that hold equal shares of the reference, the last one open: a value belongs to the first bin whose
 * end is not below it. Equal quantiles are one bin; a constant reference gets bins below, at and above its value.
 * @param bins bins at most. Default 10.
 * @throws {ArgumentError} without values, or for fewer than 2 bins
 */
export function quantileBins(reference: ArrayLike<number>, bins = 10): number[] {
  if (!Number.isInteger(bins) || bins < 2) {
    throw new ArgumentError(`bins is ${shown(bins)}; give a whole number from 2 up, as in 10`);
  }
  return binEnds(orderedSample(sortedFinite(reference, 'the reference')), bins);
}

/** `quantileBins` of values in order. */
export function binEnds(sorted: OrderedSample, bins: number): number[] {
  const last = sorted.length - 1;
  const [low, high] = [sorted.at(0), sorted.at(last)];
  if (low === high) return [below(low), low, Number.POSITIVE_INFINITY];
  const inner: number[] = [];
  for (let i = 1; i < bins; i++) {
    const end = quantileAt(sorted, i / bins);
    if (end < high && end !== inner[inner.length - 1]) inner.push(end);
  }
  // Where most values are the lowest or the highest, no end separates them from the rest.
  if (inner.length === 0) inner.push(sorted.at(firstOfHighest(sorted) - 1));
  return [...inner, Number.POSITIVE_INFINITY];
}

/** `countInBins` of values in order. */
export function countOrdered(sorted: OrderedSample, ends: readonly number[]): number[] {
  let before = 0;
  return ends.map((end) => {
    const upTo = sorted.upTo(end);
    const count = upTo - before;
    before = upTo;
    return count;
  });
}

/** How many values fall into each bin of `quantileBins`. */
export function countInBins(values: ArrayLike<number>, ends: readonly number[]): number[] {
  const counts = new Array<number>(ends.length).fill(0);
  for (let i = 0; i < values.length; i++) {
    let [low, high] = [0, ends.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[i] <= ends[middle]) high = middle;
      else low = middle + 1;
    }
    counts[low]++;
  }
  return counts;
}

/**
 * Population stability index of two samples counted in the same bins or categories: Σ (q − p) · ln(q / p). A bin that is
 * empty in one sample counts as half a row there, one empty in both is left out. Siddiqi, "Credit Risk Scorecards", 2006.
 * @throws {ArgumentError} for unlike lengths, negative counts, or a sample of nothing
 * @example populationStabilityIndex([50, 50], [60, 40]) // 0.0405
 */
export function populationStabilityIndex(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  checkSameLength(reference, current);
  const [n, m] = [checkedTotal(reference, 'the reference'), checkedTotal(current, 'the current sample')];
  let sum = 0;
  for (let i = 0; i < reference.length; i++) {
    if (reference[i] + current[i] === 0) continue;
    const p = (reference[i] || 0.5) / n;
    const q = (current[i] || 0.5) / m;
    sum += (q - p) * Math.log(q / p);
  }
  return sum;
}

/**
 * The chance of an index this large when nothing has changed: PSI / (1/n + 1/m) is then about chi-squared with bins − 1
 * degrees of freedom. Small samples reach 0.25 by chance alone. Yurdakul, "Statistical properties of population
 * stability index", 2018. Where fewer than 20 rows are expected in a bin the index runs higher than that, and the chance
 * comes from splits of the rows: `psiTest`.
 */
export function psiByChance(psi: number, bins: number, n: number, m: number): number {
  return bins < 2 ? 1 : chiSquaredTail(psi / (1 / n + 1 / m), bins - 1);
}

/** The rank of the first value that equals the highest. */
function firstOfHighest(sorted: OrderedSample): number {
  const high = sorted.at(sorted.length - 1);
  let [low, end] = [0, sorted.length - 1];
  while (low < end) {
    const middle = (low + end) >> 1;
    if (sorted.at(middle) < high) low = middle + 1;
    else end = middle;
  }
  return low;
}

function below(value: number): number {
  const step = Math.max(Math.abs(value) * Number.EPSILON, Number.MIN_VALUE);
  return value - step;
}
