import { type BootstrapOptions, bootstrapDefaults, quantile } from '../stats/index.js';
import { createRandom } from '../vectors/index.js';
import { UndefinedMetricError } from './classification/undefined-metric.js';
import { checkLengths } from './paired-values.js';

/** A metric with the interval that the choice of rows leaves it. */
export interface MetricInterval {
  /** The metric of the rows as given. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  /** Number of rows. */
  readonly n: number;
}

/**
 * Percentile bootstrap interval of any metric of actual and predicted values: rows are drawn n at a time with
 * replacement, and the interval spans the middle `confidence` of the metric's values. Draws that leave the metric
 * undefined, such as the AUC of one class, are drawn again. As `bootstrapInterval`, which is for means.
 * @throws {ArgumentError} on an option out of range
 * @throws {EvaluateError} on what the metric throws for the rows as given
 * @example bootstrapMetric(auc, actual, probabilities) // { value: 0.94, low: 0.89, high: 0.98, … }
 */
export function bootstrapMetric<A, P>(
  metric: (actual: A[], predicted: P[]) => number,
  actual: ArrayLike<A>,
  predicted: ArrayLike<P>,
  options: BootstrapOptions = {},
): MetricInterval {
  const { confidence, samples, seed } = bootstrapDefaults(options);
  checkLengths(actual, predicted);
  const n = actual.length;
  const [drawnActual, drawnPredicted] = [Array.from(actual), Array.from(predicted)];
  const value = metric(drawnActual, drawnPredicted);
  const random = createRandom(seed);
  const values = new Float64Array(samples);
  for (let s = 0; s < samples; ) {
    for (let i = 0; i < n; i++) {
      const row = random.int(n);
      drawnActual[i] = actual[row];
      drawnPredicted[i] = predicted[row];
    }
    try {
      values[s] = metric(drawnActual, drawnPredicted);
      s++;
    } catch (thrown) {
      if (!(thrown instanceof UndefinedMetricError)) throw thrown;
    }
  }
  values.sort();
  const tail = (1 - confidence) / 2;
  return { value, low: quantile(values, tail), high: quantile(values, 1 - tail), confidence, n };
}
