import type { OrderedSample } from './ordered-sample.js';

/**
 * The q-quantile, q in [0, 1], of at least one value in ascending order, linear between neighbours (type 7 of Hyndman &
 * Fan 1996, numpy's default).
 */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  return quantileAt({ length: sorted.length, at: (rank) => sorted[rank] }, q);
}

/** `quantile` of values that are asked by rank. */
export function quantileAt(sorted: Pick<OrderedSample, 'length' | 'at'>, q: number): number {
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted.at(low) + (at - low) * (sorted.at(high) - sorted.at(low));
}

/** The median of at least one value in ascending order; of an even number, the mean of the middle two. */
export function median(sorted: ArrayLike<number>): number {
  const n = sorted.length;
  return (sorted[(n - 1) >> 1] + sorted[n >> 1]) / 2;
}
