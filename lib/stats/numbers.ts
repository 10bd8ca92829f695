import { ArgumentError } from '../errors/index.js';

/** The values sorted. @throws {ArgumentError} for none, or one that is not finite */
export function sortedFinite(values: ArrayLike<number>, what: string): Float64Array {
  const sorted = Float64Array.from(values);
  if (sorted.length === 0) throw new ArgumentError(`${what} has no values; give at least one`);
  const bad = sorted.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new ArgumentError(`${what} holds ${sorted[bad]} at ${bad}; leave missing values out first`);
  }
  return sorted.sort();
}

/** The arithmetic mean; NaN of nothing. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Σ (x − mean)² / (n − lost). */
export function variance(values: ArrayLike<number>, lost: 0 | 1): number {
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - centre) ** 2;
  return sum / (values.length - lost);
}
