import { ArgumentError, shown } from '../../errors/index.js';
import { createRandom } from '../../vectors/index.js';
import { mean as meanOf } from '../numbers.js';
import { quantile } from '../quantile.js';
import { wilsonInterval } from '../wilson-interval.js';
import { type GroupSums, groupSums } from './groups.js';

/** Below this many values or groups, means are studentised: the percentiles of resampled means are too close together. */
export const fewUnits = 50;

/** Values of one system: a list, or query id → value as `Evaluation.perQuery` has them. */
export type QueryValues = ArrayLike<number> | ReadonlyMap<string, number>;

/** How sure, by how many resamples, from which seed. */
export interface BootstrapOptions {
  /** Share of samples whose value the interval is to cover, in (0, 1). Default 0.95. */
  readonly confidence?: number;
  /** Resamples. Default 2,000. */
  readonly samples?: number;
  /** Decides the resamples; the same seed gives the same interval. Default 42. */
  readonly seed?: number;
  /**
   * One a value, in their order: what belongs together and is no independent evidence, such as an account's posts or a
   * category's queries, is drawn together. Default each value alone.
   */
  readonly groups?: ArrayLike<string>;
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
  /** Number of groups; left out where there are none. */
  readonly groups?: number;
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
 * Bootstrap interval of a mean: values, or groups of them, are drawn with replacement, as many as there are.
 *
 * From 50 values (or groups) up the interval spans the middle `confidence` of the resampled means. Below, where that
 * covers 0.85 to 0.92 of skewed values' means for a stated 0.95, each mean's distance is measured in its own standard
 * error (bootstrap-t), and the interval is kept within the values; of zeros and ones it is Wilson's score interval.
 * Values that are all the same have an interval of no width.
 *
 * Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapters 12 and 13; groups: Cameron, Gelbach and
 * Miller, "Bootstrap-based improvements for inference with clustered errors", 2008; Wilson, 1927.
 * @throws {ArgumentError} without values, on a value that is not finite, or on an option out of range
 * @example bootstrapInterval(evaluation.perQuery['nDCG@10']) // { mean: 0.54, low: 0.49, high: 0.59, … }
 */
export function bootstrapInterval(values: QueryValues, options: BootstrapOptions = {}): BootstrapInterval {
  const list = checked(
    values instanceof Map ? [...values.values()] : Array.from(values as ArrayLike<number>),
  );
  const settings = bootstrapDefaults(options);
  const n = list.length;
  if (n < fewUnits && options.groups === undefined && isShare(list)) {
    const { confidence } = settings;
    const ones = list.reduce((sum, value) => sum + value, 0);
    const { share, low, high } = wilsonInterval(ones, n, confidence);
    return { mean: share, low, high, confidence, n };
  }
  return interval(list, resample(groupSums(list, options.groups), settings), settings, options.groups);
}

/**
 * The mean of a − b with its bootstrap interval and p-value, query by query: what remains of the
 * difference of two systems once both answer the same queries. Maps are matched by query id, lists by position.
 * The p-value is the bootstrap-shift test of Smucker, Allan and Carterette, CIKM 2007; below 50 queries (or groups) of
 * studentised means.
 * @throws {ArgumentError} when a and b are not over the same queries, and as `bootstrapInterval`
 */
export function pairedBootstrap(
  a: QueryValues,
  b: QueryValues,
  options: BootstrapOptions = {},
): PairedDifference {
  const list = checked(differences(a, b));
  const settings = bootstrapDefaults(options);
  const drawn = resample(groupSums(list, options.groups), settings);
  const result = interval(list, drawn, settings, options.groups);
  const distance = Math.abs(result.mean) / drawn.error;
  const asFar = drawn.shifts.reduce(
    (count, shift) => count + (Math.abs(shift) >= distance * (1 - 1e-12) ? 1 : 0),
    0,
  );
  const pValue = result.mean === 0 ? 1 : (asFar + 1) / (settings.samples + 1);
  return { ...result, pValue };
}

/**
 * The options with defaults in place of what is missing, checked.
 * @throws {ArgumentError} for a confidence outside (0, 1), or fewer samples than a bootstrap takes
 */
export function bootstrapDefaults(options: BootstrapOptions): Required<Omit<BootstrapOptions, 'groups'>> {
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

interface Resamples {
  /** Resampled mean − mean, in units of `error`, or, of few units, each in its own standard error; ascending. */
  readonly shifts: Float64Array;
  /** Standard error of the mean where there are few units, else 1. */
  readonly error: number;
  readonly isFew: boolean;
}

function resample(
  { sums, sizes }: GroupSums,
  { samples, seed }: { readonly samples: number; readonly seed: number },
): Resamples {
  const random = createRandom(seed);
  const units = sums.length;
  const isFew = units < fewUnits;
  const total = (list: Float64Array) => list.reduce((sum, x) => sum + x, 0);
  const mean = total(sums) / total(sizes);
  const all = Int32Array.from(sums, (_, i) => i);
  const error = isFew ? standardError(sums, sizes, all, mean, total(sizes)) : 1;
  const shifts = new Float64Array(samples);
  const drawn = new Int32Array(units);
  for (let s = 0; s < samples; s++) {
    let [sum, size] = [0, 0];
    for (let i = 0; i < units; i++) {
      const unit = random.int(units);
      drawn[i] = unit;
      sum += sums[unit];
      size += sizes[unit];
    }
    shifts[s] = sum / size - mean;
    if (!isFew || error === 0) continue;
    // Draws of nearly equal values would be infinitely far; a little of the sample's own variance keeps them finite.
    const own = standardError(sums, sizes, drawn, sum / size, size);
    shifts[s] /= Math.hypot(own, error / Math.sqrt(3 * units));
  }
  return { shifts: shifts.sort(), error: error || 1, isFew };
}

/**
 * Standard error of the ratio Σ sums / Σ sizes over the drawn units, linearised; that of a mean where every size is
 * 1.
 */
function standardError(
  sums: Float64Array,
  sizes: Float64Array,
  drawn: Int32Array,
  mean: number,
  size: number,
): number {
  const units = drawn.length;
  if (units < 2) return 0;
  let squares = 0;
  for (const unit of drawn) squares += (sums[unit] - mean * sizes[unit]) ** 2;
  return Math.sqrt((squares * units) / (units - 1)) / size;
}

function interval(
  values: Float64Array,
  { shifts, error, isFew }: Resamples,
  { confidence }: { readonly confidence: number },
  groups: ArrayLike<string> | undefined,
): BootstrapInterval {
  const n = values.length;
  const mean = meanOf(values);
  const tail = (1 - confidence) / 2;
  const counted = groups === undefined ? {} : { groups: new Set(Array.from(groups)).size };
  if (!isFew) {
    const [low, high] = [tail, 1 - tail].map((q) => mean + quantile(shifts, q));
    return { mean, low, high, confidence, n, ...counted };
  }
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const within = (x: number) => Math.min(most, Math.max(least, x));
  const [low, high] = [1 - tail, tail].map((q) => within(mean - quantile(shifts, q) * error));
  return { mean, low, high, confidence, n, ...counted };
}

/** Both zeros and ones, and nothing else: resamples of such values are often all the same. */
function isShare(values: Float64Array): boolean {
  return values.includes(0) && values.includes(1) && values.every((value) => value === 0 || value === 1);
}
