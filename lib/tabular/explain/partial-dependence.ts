import { z } from 'zod';
import { shown, UserError } from '../../errors/index.js';
import { parseOptions } from '../../records/index.js';
import { createRandom } from '../../vectors/index.js';
import { columnsOf, type Features, selectFeatures } from '../features.js';
import type { Model } from '../model.js';
import { count, seed } from '../options.js';

export interface PartialDependenceOptions {
  /** Values of the feature at which to predict, from its quantiles. Default 20. */
  readonly points?: number;
  /** Rows that the curve is averaged over at most, drawn at random. Default 500. */
  readonly rows?: number;
  /** Decides which rows are drawn. Default 42. */
  readonly seed?: number;
}

/** The prediction as one feature moves and the others stay as they are. */
export interface PartialDependence {
  readonly name: string;
  /** Ascending, between the 2nd and the 98th percentile. */
  readonly values: Float64Array;
  /** Mean prediction over rows at each value. */
  readonly mean: Float64Array;
  /** The middle 80% of rows lie between these. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

const schema = z.strictObject({
  points: z.int().min(2).max(1000).default(20),
  rows: count().default(500),
  seed: seed(),
});

/**
 * Partial dependence of the prediction on one feature (Friedman, Annals of Statistics 29, 2001, section 8.2). Where the
 * feature moves with others in the data, some combinations that it averages over never occur.
 * @throws {UserError} when the model has no such feature, or the feature no value
 */
export function partialDependence(
  model: Model,
  features: Features,
  name: string,
  options: PartialDependenceOptions = {},
): PartialDependence {
  const { points, rows, seed } = parseOptions('partialDependence', schema, options);
  const all = columnsOf(features, model.names);
  const j = model.names.indexOf(name);
  if (j < 0) {
    throw new UserError(`the model has no feature ${shown(name)}; choose from ${model.names.join(', ')}`);
  }
  const values = quantiles(
    Float64Array.from(all.columns[j]).filter((x) => !Number.isNaN(x)),
    points,
  );
  if (values.length === 0)
    throw new UserError(`feature ${shown(name)} has no value in these rows; give rows that do`);
  const order = createRandom(seed).shuffle(Array.from({ length: all.rows }, (_, i) => i));
  const { columns } = selectFeatures(all, order.slice(0, rows));
  const [mean, low, high] = [values, values, values].map(({ length }) => new Float64Array(length));
  values.forEach((value, k) => {
    const moved = new Float64Array(columns[j].length).fill(value);
    const predicted = model.predict({ names: model.names, columns: columns.with(j, moved) }).sort();
    mean[k] = predicted.reduce((sum, y) => sum + y, 0) / predicted.length;
    low[k] = predicted[Math.round(0.1 * (predicted.length - 1))];
    high[k] = predicted[Math.round(0.9 * (predicted.length - 1))];
  });
  return { name, values, mean, low, high };
}

function quantiles(values: Float64Array, points: number): Float64Array {
  const sorted = values.sort();
  if (sorted.length === 0) return sorted;
  const at = (k: number) => sorted[Math.round((0.02 + (0.96 * k) / (points - 1)) * (sorted.length - 1))];
  return Float64Array.from(new Set(Array.from({ length: points }, (_, k) => at(k))));
}
