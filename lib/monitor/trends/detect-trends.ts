import { ArgumentError, shown } from '../../errors/index.js';
import {
  adjustPValues,
  type Correction,
  type MannKendall,
  mannKendall,
  mean,
  variance,
} from '../../stats/index.js';
import { byPeriod } from './periods.js';

/** The course of one series over its periods: direction, slope and how sure it is. */
export interface TrendRow {
  readonly time: Date | number | string;
  /** Such as its platform: trends are looked for in each group apart. */
  readonly group?: string;
  /** Feature → value; a missing one is left out, null or NaN. */
  readonly features: Readonly<Record<string, number | null | undefined>>;
}

export interface TrendOptions {
  /** Days over which values are averaged before the test. Default 1. */
  readonly periodDays?: number;
  /** Values below which a period is left out. Default 5. */
  readonly minimumPerPeriod?: number;
  /** Periods with enough values below which no trend is spoken of. Default 8. */
  readonly minimumPeriods?: number;
  /** Level after the correction, in (0, 1). Default 0.05. */
  readonly alpha?: number;
  /** Correction for the number of features and groups tested. Default 'holm'. */
  readonly correction?: Correction;
}

/** The course of one feature over its periods: direction, change, and how sure it is. */
export interface Trend {
  readonly feature: string;
  /** Null where rows have no groups. */
  readonly group: string | null;
  readonly verdict: 'rose' | 'fell' | 'no trend' | 'too few';
  readonly values: number;
  readonly periods: readonly { readonly start: string; readonly mean: number; readonly n: number }[];
  /** Null where there were too few periods. */
  readonly test: MannKendall | null;
  /** Null as `test`. */
  readonly adjustedPValue: number | null;
  /**
   * Sen's slope over the time from the first period with enough values to the last, in standard deviations of the
   * values; null where these are all equal.
   */
  readonly change: number | null;
}

/**
 * Which features rose or fell: for each feature (and group) the means of periods, tested by Mann–Kendall, the p-values
 * corrected for their number. Averages by period keep many rows of one day from counting as independent evidence; a
 * feature that is carried over from one period to the next (autocorrelation) still makes p-values too small.
 * @returns the most significant first, those with too few periods last
 * @throws {ArgumentError} without rows, for a time that is no date, or an option out of range
 */
export function detectTrends(rows: readonly TrendRow[], options: TrendOptions = {}): Trend[] {
  const {
    periodDays = 1,
    minimumPerPeriod = 5,
    minimumPeriods = 8,
    alpha = 0.05,
    correction = 'holm',
  } = options;
  if (rows.length === 0) throw new ArgumentError('trends need rows, got none');
  if (!(alpha > 0 && alpha < 1))
    throw new ArgumentError(`alpha is ${shown(alpha)}; it lies between 0 and 1, as in 0.05`);
  for (const [name, value, least] of [
    ['minimumPerPeriod', minimumPerPeriod, 1],
    ['minimumPeriods', minimumPeriods, 3],
  ] as const) {
    if (!Number.isInteger(value) || value < least)
      throw new ArgumentError(`${name} is ${shown(value)}; give a whole number from ${least} up`);
  }
  const periods = byPeriod(
    rows.map(({ time }) => time),
    periodDays,
  );
  const features = [...new Set(rows.flatMap((row) => Object.keys(row.features)))];
  const groups = [...new Set(rows.map(({ group }) => group ?? null))];
  const found = groups.flatMap((group) =>
    features.map((feature) => {
      const valuesOf = (numbers: readonly number[]) =>
        numbers.flatMap((i) => {
          const { features: of } = rows[i];
          const value = Object.hasOwn(of, feature) ? of[feature] : undefined;
          return (rows[i].group ?? null) === group && typeof value === 'number' && Number.isFinite(value)
            ? [value]
            : [];
        });
      const all: number[] = [];
      const means: { start: string; mean: number; n: number; at: number }[] = [];
      periods.forEach((period, at) => {
        const values = valuesOf(period.rows);
        for (const value of values) all.push(value);
        if (values.length >= minimumPerPeriod)
          means.push({ start: period.start, mean: mean(values), n: values.length, at });
      });
      const enough = means.length >= minimumPeriods;
      const test = enough
        ? mannKendall(
            means.map((period) => period.mean),
            means.map(({ at }) => at),
          )
        : null;
      const sd = all.length > 1 ? Math.sqrt(variance(all, 1)) : 0;
      const change = test && sd > 0 ? (test.slope * (means[means.length - 1].at - means[0].at)) / sd : null;
      return {
        feature,
        group,
        values: all.length,
        periods: means.map(({ at: _, ...period }) => period),
        test,
        change,
      };
    }),
  );
  const tested = found.filter(({ test }) => test !== null);
  const adjusted = new Map(
    adjustPValues(
      tested.map(({ test }) => test?.pValue ?? 1),
      correction,
    ).map((p, i) => [tested[i], p]),
  );
  return found
    .map((trend): Trend => {
      const p = adjusted.get(trend) ?? null;
      const verdict =
        p === null ? 'too few' : p >= alpha ? 'no trend' : (trend.test?.s ?? 0) > 0 ? 'rose' : 'fell';
      return { ...trend, verdict, adjustedPValue: p };
    })
    .sort((a, b) => (a.test?.pValue ?? 2) - (b.test?.pValue ?? 2));
}
