import { quantile } from '../../stats/index.js';

/** Where most values of a feature lie. */
export interface FeatureRange {
  readonly median: number;
  /** 5th and 95th percentile. */
  readonly low: number;
  readonly high: number;
  /** Median absolute deviation × 1.4826, an estimate of the standard deviation that outliers do not move; above 0. */
  readonly spread: number;
}

/** The range of at least one value. `floor` is the least spread: a feature that never varied is not infinitely surprising. */
export function featureRange(values: readonly number[], floor: number): FeatureRange {
  const sorted = Float64Array.from(values).sort();
  const median = quantile(sorted, 0.5);
  const deviations = sorted.map((value) => Math.abs(value - median)).sort();
  return {
    median,
    low: quantile(sorted, 0.05),
    high: quantile(sorted, 0.95),
    spread: Math.max(1.4826 * quantile(deviations, 0.5), floor),
  };
}
