import { quantile } from '../stats/index.js';
import {
  type BootstrapOptions,
  bcaInterval,
  bootstrapDefaults,
  fewUnits,
  rowsByGroup,
} from '../stats/resampling/index.js';
import { createRandom } from '../vectors/index.js';
import { EvaluateError, UndefinedMetricError } from './errors.js';
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
  /** Number of groups; left out where there are none. */
  readonly groups?: number;
}

/**
 * Bootstrap interval of any metric of actual and predicted values: rows, or groups of them, are drawn with replacement,
 * as many as there are. From 50 up the interval spans the middle `confidence` of the metric's values; below it is
 * bias-corrected and accelerated (`bcaInterval`). Draws that leave the metric undefined, such as the AUC of one class,
 * are drawn again. As `bootstrapInterval`, which is for means.
 * @param options.groups one a row, such as its account: rows of one are no independent evidence
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
  const units = unitsOf(n, options.groups);
  const measured = (rows: readonly number[]) =>
    metric(
      rows.map((row) => actual[row]),
      rows.map((row) => predicted[row]),
    );
  const value = measured(units.flat());
  const random = createRandom(seed);
  const values = new Float64Array(samples);
  for (let s = 0; s < samples; ) {
    const drawn = defined(() => measured(units.flatMap(() => units[random.int(units.length)])));
    if (drawn !== null) values[s++] = drawn;
  }
  values.sort();
  const counted = options.groups === undefined ? {} : { groups: units.length };
  if (units.length >= fewUnits || units.length < 2) {
    const tail = (1 - confidence) / 2;
    return {
      value,
      low: quantile(values, tail),
      high: quantile(values, 1 - tail),
      confidence,
      n,
      ...counted,
    };
  }
  const leaveOneOut = units.flatMap(
    (_, left) => defined(() => measured(units.filter((_, i) => i !== left).flat())) ?? [],
  );
  return {
    value,
    ...bcaInterval(values, value, leaveOneOut, units.length, confidence),
    confidence,
    n,
    ...counted,
  };
}

/** The rows of each group, or each row alone. */
function unitsOf(n: number, groups: ArrayLike<string> | undefined): number[][] {
  if (groups === undefined) return Array.from({ length: n }, (_, i) => [i]);
  if (groups.length !== n) throw new EvaluateError(`${groups.length} groups for ${n} rows; give one a row`);
  return [...rowsByGroup(groups).values()];
}

/** What a metric gives; null where it is not defined. */
function defined(measure: () => number): number | null {
  try {
    return measure();
  } catch (thrown) {
    if (!(thrown instanceof UndefinedMetricError)) throw thrown;
    return null;
  }
}
