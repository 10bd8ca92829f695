import { ArgumentError } from '../../errors/index.js';
import { bootstrapInterval, type MannKendall, mannKendall, mean } from '../../stats/index.js';
import { byPeriod } from './periods.js';

/** A prediction and what came of it; numbers for regression, class names for classification. */
export interface Outcome {
  readonly time: Date | number | string;
  readonly predicted: number | string;
  /** Null or missing while it is not known yet. */
  readonly actual?: number | string | null;
}

export interface AccuracyOptions {
  /** Default 7. */
  readonly windowDays?: number;
  /** Windows with fewer outcomes report none; default 20. */
  readonly minimumPerWindow?: number;
  /** Of the intervals; default 42. */
  readonly seed?: number;
}

export interface AccuracyWindow {
  readonly start: string;
  /** Outcomes known. */
  readonly n: number;
  /** Predictions whose outcome is not known yet. */
  readonly waiting: number;
  /** Mean absolute error, or the share of right classes, with its 95 % bootstrap interval; null below the minimum. */
  readonly value: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Regression: root mean squared error, and the mean of predicted − actual; null below the minimum. */
  readonly rmse: number | null;
  readonly bias: number | null;
}

export interface AccuracyOverTime {
  readonly metric: 'mean absolute error' | 'accuracy';
  readonly windows: readonly AccuracyWindow[];
  /** Of the windows' values; null for fewer than 3 windows with enough outcomes. */
  readonly trend: MannKendall | null;
}

/**
 * How right predictions were, window by window, and whether that has a trend.
 * @throws {ArgumentError} without outcomes, for a time that is no date, or numbers and class names mixed
 */
export function accuracyOverTime(
  outcomes: readonly Outcome[],
  options: AccuracyOptions = {},
): AccuracyOverTime {
  const { windowDays = 7, minimumPerWindow = 20, seed = 42 } = options;
  const known = outcomes.filter(({ actual }) => actual !== null && actual !== undefined);
  if (known.length === 0)
    throw new ArgumentError(`${outcomes.length} predictions and no outcome yet; accuracy needs at least one`);
  const numeric = typeof known[0].actual === 'number';
  for (const { predicted, actual } of known) {
    const fits = numeric
      ? Number.isFinite(predicted) && Number.isFinite(actual)
      : typeof predicted === typeof actual;
    if (!fits)
      throw new ArgumentError(
        `predicted ${predicted} against actual ${actual}: give finite numbers, or class names, for all rows`,
      );
  }
  const windows = byPeriod(
    outcomes.map(({ time }) => time),
    windowDays,
  ).map(({ start, rows }): AccuracyWindow => {
    const here = rows.map((i) => outcomes[i]).filter(({ actual }) => actual !== null && actual !== undefined);
    const counted = { start, n: here.length, waiting: rows.length - here.length };
    if (here.length < minimumPerWindow || here.length === 0)
      return { ...counted, value: null, interval: null, rmse: null, bias: null };
    const errors = numeric ? here.map(({ predicted, actual }) => Number(predicted) - Number(actual)) : [];
    const values = numeric
      ? errors.map(Math.abs)
      : here.map(({ predicted, actual }) => Number(predicted === actual));
    const { mean: value, low, high } = bootstrapInterval(values, { seed, samples: 1000 });
    return {
      ...counted,
      value,
      interval: { low, high },
      rmse: numeric ? Math.sqrt(mean(errors.map((error) => error * error))) : null,
      bias: numeric ? mean(errors) : null,
    };
  });
  const values = windows.flatMap(({ value }) => (value === null ? [] : [value]));
  return {
    metric: numeric ? 'mean absolute error' : 'accuracy',
    windows,
    trend: values.length >= 3 ? mannKendall(values) : null,
  };
}
