import { ArgumentError, shown } from '../errors/index.js';
import { createRandom } from '../vectors/index.js';
import { quantile } from './quantile.js';

/** Values of one system: a list, or query id → value as `Evaluation.perQuery` has them. */
export type QueryValues = ArrayLike<number> | ReadonlyMap<string, number>;

/** How sure, by how many resamples, from which seed. */
export interface BootstrapOptions {
  /** In (0, 1); default 0.95. */
  readonly confidence?: number;
  /** Resamples; default 2,000. */
  readonly samples?: number;
  /** Default 42. The same seed gives the same interval. */
  readonly seed?: number;
}

/** A mean with its interval. */
export interface BootstrapInterval {
  readonly mean: number;
  /** The mean over queries lies in [low, high] with the given confidence. */
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  /** Number of values. */
  readonly n: number;
}

/** The mean difference of pairs with its interval. */
export interface PairedDifference extends BootstrapInterval {
  /**
   * Two-sided: how often resamples of the differences, shifted to mean 0, have a mean at least as far from 0 as the
   * one observed.
   */
  readonly pValue: number;
}

/**
 * Percentile bootstrap interval of a mean: the values are drawn n at a time with replacement, and the interval spans
 * the middle `confidence` of the means. Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.
 * @throws {ArgumentError} without values, on a value that is not finite, or on an option out of range
 * @example bootstrapInterval(evaluation.perQuery['nDCG@10']) // { mean: 0.54, low: 0.49, high: 0.59, … }
 */
export function bootstrapInterval(values: QueryValues, options: BootstrapOptions = {}): BootstrapInterval {
  const list = checked(
    values instanceof Map ? [...values.values()] : Array.from(values as ArrayLike<number>),
  );
  const { confidence, samples, seed } = bootstrapDefaults(options);
  return interval(list, resampledMeans(list, samples, seed), confidence);
}

/**
 * The mean of a − b with its percentile bootstrap interval and p-value, query by query: what remains of the
 * difference of two systems once both answer the same queries. Maps are matched by query id, lists by position.
 * The p-value is the bootstrap-shift test of Smucker, Allan and Carterette, CIKM 2007.
 * @throws {ArgumentError} when a and b are not over the same queries, and as `bootstrapInterval`
 */
export function pairedBootstrap(
  a: QueryValues,
  b: QueryValues,
  options: BootstrapOptions = {},
): PairedDifference {
  const list = checked(differences(a, b));
  const { confidence, samples, seed } = bootstrapDefaults(options);
  const means = resampledMeans(list, samples, seed);
  const result = interval(list, means, confidence);
  const distance = Math.abs(result.mean) * (1 - 1e-12);
  const asFar = means.reduce((count, mean) => count + (Math.abs(mean - result.mean) >= distance ? 1 : 0), 0);
  return { ...result, pValue: (asFar + 1) / (samples + 1) };
}

/** The options with defaults in place of what is missing, checked. */
export function bootstrapDefaults(options: BootstrapOptions): Required<BootstrapOptions> {
  const { confidence = 0.95, samples = 2000, seed = 42 } = options;
  if (!(confidence > 0 && confidence < 1)) {
    throw new ArgumentError(`confidence is ${shown(confidence)}; it lies between 0 and 1, as in 0.95`);
  }
  if (!Number.isInteger(samples) || samples < 1) {
    throw new ArgumentError(
      `samples is ${shown(samples)}; the bootstrap takes a whole number from 1 up, as in 2000`,
    );
  }
  return { confidence, samples, seed };
}

function checked(values: number[]): Float64Array {
  if (values.length === 0) throw new ArgumentError('the bootstrap needs at least one value, got none');
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new ArgumentError(`the bootstrap needs finite values; value ${bad} is ${values[bad]}`);
  return Float64Array.from(values);
}

function differences(a: QueryValues, b: QueryValues): number[] {
  if (a instanceof Map && b instanceof Map) {
    const missing =
      [...a.keys()].find((query) => !b.has(query)) ?? [...b.keys()].find((query) => !a.has(query));
    if (missing !== undefined) {
      throw new ArgumentError(
        `query ${shown(missing)} has a value in one system only; evaluate both with the same qrels`,
      );
    }
    return Array.from(a as ReadonlyMap<string, number>, ([query, value]) => value - b.get(query));
  }
  const [left, right] = [a as ArrayLike<number>, b as ArrayLike<number>];
  if (a instanceof Map || b instanceof Map || left.length !== right.length) {
    throw new ArgumentError('pairedBootstrap needs two maps, or two lists of one length');
  }
  return Array.from(left, (value, i) => value - right[i]);
}

/** The means of `samples` resamples, ascending. */
function resampledMeans(values: Float64Array, samples: number, seed: number): Float64Array {
  const random = createRandom(seed);
  const n = values.length;
  const means = new Float64Array(samples);
  for (let s = 0; s < samples; s++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[random.int(n)];
    means[s] = sum / n;
  }
  return means.sort();
}

function interval(values: Float64Array, means: Float64Array, confidence: number): BootstrapInterval {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const tail = (1 - confidence) / 2;
  return { mean, low: quantile(means, tail), high: quantile(means, 1 - tail), confidence, n: values.length };
}
