import { sortedFinite, variance } from './numbers.js';

/**
 * Wasserstein-1 (earth mover's) distance of two samples, in their unit: the area between their distribution functions.
 * @throws {ArgumentError} for an empty sample or a value that is not finite
 * @example wasserstein([0, 1, 3], [5, 6, 8]) // 5
 */
export function wasserstein(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return areaBetween(sortedFinite(a, 'the first sample'), sortedFinite(b, 'the second sample'));
}

/**
 * The Wasserstein distance in standard deviations of the reference, so that one threshold fits every column. Where the
 * reference is constant, in standard deviations of both samples pooled; 0 where all values are equal.
 * @throws {ArgumentError} as `wasserstein`
 */
export function normalizedWasserstein(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const distance = wasserstein(reference, current);
  if (distance === 0) return 0;
  const own = variance(reference, 0);
  const scale = own > 0 ? own : variance([...Array.from(reference), ...Array.from(current)], 0);
  return distance / Math.sqrt(scale);
}

function areaBetween(x: Float64Array, y: Float64Array): number {
  let area = 0;
  let last = Math.min(x[0], y[0]);
  for (let i = 0, j = 0; i < x.length || j < y.length; ) {
    const value = j === y.length || (i < x.length && x[i] <= y[j]) ? x[i] : y[j];
    area += Math.abs(i / x.length - j / y.length) * (value - last);
    last = value;
    if (i < x.length && x[i] === value) i++;
    else j++;
  }
  return area;
}
