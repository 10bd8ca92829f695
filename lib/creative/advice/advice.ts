import { ArgumentError } from '../../errors/index.js';
import { quantile } from '../../stats/index.js';
import type { Model } from '../../tabular/index.js';
import { fromRows } from '../../vectors/index.js';
import { visualFeatureNames } from '../features/feature-list.js';

/** One change of a creative that would raise its prediction. */
export interface Advice {
  readonly feature: string;
  readonly from: number;
  /** Within the 5th and 95th percentile of the data. */
  readonly to: number;
  readonly direction: 'raise' | 'lower';
  /** The prediction after the change less the one before, in units of the target. */
  readonly gain: number;
}

const steps = 9;

/**
 * Which single changes of what a creative looks like raise the prediction most, all else equal: each visual feature is
 * moved over the quantiles of the data, from the 5th to the 95th, never beyond what was seen. Of equal gains the smallest
 * change is given. What the model has learnt is association: try a change, do not take it for proven.
 * @param row the creative's features, by name, as the model takes them
 * @param table rows that the model was fitted on, for the ranges
 * @param options.count changes at most. Default 5.
 * @throws {ArgumentError} without the rows that the model was fitted on
 */
export function advise(
  model: Model,
  row: Readonly<Record<string, number>>,
  table: readonly Readonly<Record<string, number>>[],
  { count = 5 }: { readonly count?: number } = {},
): Advice[] {
  if (table.length === 0)
    throw new ArgumentError('advice needs the rows that the model was fitted on, there are none');
  const start = model.names.map((name) => row[name]);
  const tried = model.names.flatMap((name, j) => {
    if (!visualFeatureNames.includes(name)) return [];
    const values = Float64Array.from(table, (other) => other[name])
      .filter(Number.isFinite)
      .sort();
    if (values.length === 0) return [];
    const places = Array.from({ length: steps }, (_, i) => quantile(values, 0.05 + (0.9 * i) / (steps - 1)));
    return [...new Set(places)].map((to) => ({ name, j, to }));
  });
  const rows = [start, ...tried.map(({ j, to }) => start.with(j, to))];
  const predictions = model.predict({ names: model.names, matrix: fromRows(rows) });
  const best = new Map<string, Advice>();
  tried.forEach(({ name, j, to }, i) => {
    const gain = predictions[i + 1] - predictions[0];
    const known = best.get(name);
    const nearer = known && Math.abs(to - start[j]) < Math.abs(known.to - start[j]);
    if (gain <= 1e-9 || (known && (gain < known.gain - 1e-9 || (gain <= known.gain + 1e-9 && !nearer))))
      return;
    best.set(name, { feature: name, from: start[j], to, direction: to > start[j] ? 'raise' : 'lower', gain });
  });
  return [...best.values()].sort((a, b) => b.gain - a.gain).slice(0, count);
}
