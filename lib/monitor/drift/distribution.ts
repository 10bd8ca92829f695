import { quantile } from '../../stats/index.js';

/** How a column's values are spread in both tables, to draw: shares in [0, 1] by bin or by category. */
export interface Distribution {
  /** Numeric columns: the middle of each bin; values beyond the ends are counted in the outer bins. */
  readonly centers?: readonly number[];
  readonly categories?: readonly string[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

const mostBins = 24;
const mostCategories = 12;

/** Equal bins from the 1st to the 99th percentile of both, so that a single outlier does not squeeze the rest. */
export function numericDistribution(reference: Float64Array, current: Float64Array): Distribution {
  const bins = Math.min(mostBins, Math.ceil(Math.sqrt(Math.min(reference.length, current.length))));
  const ends = [reference, current].map((values) => {
    const sorted = values.slice().sort();
    return [quantile(sorted, 0.01), quantile(sorted, 0.99)];
  });
  const low = Math.min(ends[0][0], ends[1][0]);
  const width = (Math.max(ends[0][1], ends[1][1]) - low) / bins || 1;
  const shares = (values: Float64Array) => {
    const counts = new Array<number>(bins).fill(0);
    for (const value of values) counts[Math.max(0, Math.min(bins - 1, Math.floor((value - low) / width)))]++;
    return counts.map((count) => count / values.length);
  };
  return {
    centers: Array.from({ length: bins }, (_, i) => low + (i + 0.5) * width),
    reference: shares(reference),
    current: shares(current),
  };
}

/** The most frequent categories, the others together. */
export function categoricalDistribution(
  names: readonly string[],
  reference: readonly number[],
  current: readonly number[],
): Distribution {
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  const [n, m] = [total(reference), total(current)];
  const order = names
    .map((_, i) => i)
    .sort((a, b) => reference[b] / n + current[b] / m - reference[a] / n - current[a] / m);
  const kept = order.slice(0, mostCategories);
  const others = order.slice(mostCategories);
  const shares = (counts: readonly number[], all: number) => [
    ...kept.map((i) => counts[i] / all),
    ...(others.length ? [total(others.map((i) => counts[i])) / all] : []),
  ];
  return {
    categories: [...kept.map((i) => names[i]), ...(others.length ? [`${others.length} others`] : [])],
    reference: shares(reference, n),
    current: shares(current, m),
  };
}
