import { ArgumentError, shown } from '../../errors/index.js';
import { adjustPValues, type Correction, psiThresholds } from '../../stats/index.js';
import { MonitorError } from '../errors.js';
import {
  type DriftTest,
  type MissingShares,
  measureColumn,
  missingShares,
  testUpTo,
} from './column-drift.js';
import type { Distribution } from './distribution.js';
import { type LossMeasures, measureLoss } from './loss-drift.js';
import {
  type ColumnKind,
  type ColumnRole,
  inferSchema,
  rowsOf,
  type Table,
  type TableSchema,
} from './table.js';

export interface DriftOptions {
  /** The columns to look at; default: all that both tables have, their kind inferred, as features. */
  readonly schema?: TableSchema;
  /** Chance of even one false alarm over all columns where nothing changed; default 0.05. */
  readonly alpha?: number;
  /** For the number of tests; default 'holm'. */
  readonly correction?: Correction;
  /** Columns with fewer values on either side are not tested; default 30. */
  readonly minimumRows?: number;
  /** Least normalised Wasserstein distance and Jensen–Shannon distance that count, above 1,000 rows; default 0.1. */
  readonly distance?: number;
  /** Least change of the share of missing values, above 1,000 rows; default 0.05. */
  readonly missingChange?: number;
  /** Least change of the loss as a share of the reference's, above 1,000 rows; default 0.1. */
  readonly lossChange?: number;
  /** Of the permutation test of the loss; default 42. */
  readonly seed?: number;
}

export type DriftVerdict = 'drift' | 'watch' | 'stable' | 'not tested';

export interface ColumnDrift {
  readonly column: string;
  readonly kind: ColumnKind;
  readonly role: ColumnRole;
  readonly verdict: DriftVerdict;
  /** Why, as sentences with their numbers. */
  readonly reasons: readonly string[];
  /** Null where the column was not tested. */
  readonly test: {
    readonly name: DriftTest;
    readonly statistic: number;
    readonly pValue: number;
    readonly adjustedPValue: number;
  } | null;
  readonly psi: {
    readonly value: number;
    readonly level: 'stable' | 'moderate' | 'large';
    readonly adjustedPValue: number;
  } | null;
  readonly missing: MissingShares & { readonly adjustedPValue: number | null };
  /** Categories that the reference does not have, with their share of the current values. */
  readonly newCategories: readonly { readonly category: string; readonly share: number }[];
  readonly distribution: Distribution | null;
}

export interface LossDrift extends LossMeasures {
  readonly adjustedPValue: number;
  readonly verdict: 'worse' | 'better' | 'stable';
}

export interface DriftReport {
  readonly drifted: boolean;
  readonly rows: { readonly reference: number; readonly current: number };
  readonly alpha: number;
  readonly correction: Correction;
  /** How many p-values were corrected together. */
  readonly tests: number;
  /** Drifted ones first, then by PSI. */
  readonly columns: readonly ColumnDrift[];
  /** Columns of the reference that the current table lacks: each is a drift. */
  readonly lostColumns: readonly string[];
  readonly newColumns: readonly string[];
  /** Null without a prediction and an outcome in the schema; a text where too few outcomes are known. */
  readonly loss: LossDrift | string | null;
}

/**
 * Whether the rows of `current` come from where those of `reference` came from, column by column.
 *
 * Up to 1,000 values on the smaller side, a column has drifted when the Kolmogorov–Smirnov test (numbers) or the
 * chi-squared test (categories) says so. Above, these tests find any trifle, and the Wasserstein distance in standard
 * deviations or the Jensen–Shannon distance must reach `distance` too. The population stability index counts always,
 * from 0.25 as drift and from 0.1 as something to watch, unless samples of this size reach it by chance. A change of the
 * share of missing values is drift; a new category is something to watch. With a prediction and an outcome, rows whose
 * outcome is known tell whether the model got worse: mean absolute error for numbers, accuracy for classes.
 *
 * All p-values are corrected together, so that `alpha` bounds the chance of any false alarm.
 * @throws {MonitorError} for empty tables, columns of unlike lengths, or a schema that does not fit them
 * @example detectDrift(train, lastWeek, { schema: { contrast: { kind: 'numeric' }, score: { kind: 'numeric', role: 'prediction' } } })
 */
export function detectDrift(reference: Table, current: Table, options: DriftOptions = {}): DriftReport {
  const settings = {
    alpha: 0.05,
    correction: 'holm' as const,
    minimumRows: 30,
    distance: 0.1,
    missingChange: 0.05,
    lossChange: 0.1,
    seed: 42,
    ...options,
  };
  const { alpha, correction, minimumRows } = settings;
  if (!(alpha > 0 && alpha < 1))
    throw new ArgumentError(`alpha is ${shown(alpha)}; it lies between 0 and 1, as in 0.05`);
  if (!Number.isInteger(minimumRows) || minimumRows < 2) {
    throw new ArgumentError(`minimumRows is ${shown(minimumRows)}; give a whole number from 2 up`);
  }
  const rows = {
    reference: rowsOf(reference, 'the reference'),
    current: rowsOf(current, 'the current table'),
  };
  const schema = options.schema ?? inferSchema(reference, current);
  checkSchema(schema, reference, current);
  // An outcome that is not there at all has not arrived yet.
  const lostColumns = Object.keys(options.schema ?? reference).filter(
    (column) => !Object.hasOwn(current, column) && options.schema?.[column]?.role !== 'outcome',
  );
  const newColumns = Object.keys(current).filter((column) => !Object.hasOwn(reference, column));

  const measured = Object.entries(schema)
    .filter(([column]) => Object.hasOwn(current, column))
    .map(([column, { kind, role = 'feature' }]) => ({
      column,
      kind,
      role,
      measures: measureColumn(column, kind, reference[column], current[column], minimumRows),
      missing: missingShares(reference[column], current[column]),
    }));
  const loss = measureOutcomes(schema, reference, current, minimumRows, settings.seed);

  const pValues: number[] = [];
  const placed = (p: number) => pValues.push(p) - 1;
  const places = measured.map(({ role, measures, missing }) => ({
    test: typeof measures === 'string' ? -1 : placed(measures.pValue),
    psi: typeof measures === 'string' ? -1 : placed(measures.psiPValue),
    // Outcomes arrive late: that some are missing says nothing.
    missing: missing.pValue === null || role === 'outcome' ? -1 : placed(missing.pValue),
  }));
  const lossPlace = loss && typeof loss !== 'string' ? placed(loss.pValue) : -1;
  const adjusted = adjustPValues(pValues, correction);

  const smaller = Math.min(rows.reference, rows.current);
  const columns = measured.map((one, i): ColumnDrift => {
    const { measures, ...plain } = one;
    const reasons: [DriftVerdict, string][] = [];
    const missing = {
      ...one.missing,
      adjustedPValue: places[i].missing < 0 ? null : adjusted[places[i].missing],
    };
    const change = Math.abs(missing.current - missing.reference);
    if (
      missing.adjustedPValue !== null &&
      missing.adjustedPValue < alpha &&
      (smaller <= testUpTo || change >= settings.missingChange)
    ) {
      reasons.push([
        'drift',
        `missing values: ${percent(missing.reference)} → ${percent(missing.current)}, ${pText(missing.adjustedPValue)}`,
      ]);
    }
    if (typeof measures === 'string') {
      reasons.push(['not tested', measures]);
      return {
        ...plain,
        missing,
        verdict: worst(reasons),
        reasons: reasons.map(([, text]) => text),
        test: null,
        psi: null,
        newCategories: [],
        distribution: null,
      };
    }
    const p = adjusted[places[i].test];
    const far = isDistance(measures.test) ? measures.statistic >= settings.distance : true;
    const said = `${testNames[measures.test]} ${short(measures.statistic)}${isDistance(measures.test) ? ` (from ${settings.distance})` : ''}, ${pText(p)}`;
    if (p < alpha && far) reasons.push(['drift', said]);
    const psiP = adjusted[places[i].psi];
    const level =
      measures.psi >= psiThresholds.large
        ? 'large'
        : measures.psi >= psiThresholds.moderate
          ? 'moderate'
          : 'stable';
    if (level !== 'stable' && psiP < alpha) {
      reasons.push([
        level === 'large' ? 'drift' : 'watch',
        `population stability index ${short(measures.psi)}: a ${level} shift`,
      ]);
    }
    if (measures.newCategories.length > 0) reasons.push(['watch', newSentence(measures.newCategories)]);
    const verdict = worst(reasons);
    return {
      ...plain,
      missing,
      verdict,
      reasons: reasons.length ? reasons.map(([, text]) => text) : [said],
      test: {
        name: measures.test,
        statistic: measures.statistic,
        pValue: measures.pValue,
        adjustedPValue: p,
      },
      psi: { value: measures.psi, level, adjustedPValue: psiP },
      newCategories: measures.newCategories,
      distribution: measures.distribution,
    };
  });
  const order: readonly DriftVerdict[] = ['drift', 'watch', 'stable', 'not tested'];
  columns.sort(
    (a, b) =>
      order.indexOf(a.verdict) - order.indexOf(b.verdict) || (b.psi?.value ?? 0) - (a.psi?.value ?? 0),
  );
  const lossDrift =
    loss && typeof loss !== 'string'
      ? judgeLoss(loss, adjusted[lossPlace], alpha, settings.lossChange)
      : loss;
  const worse = lossDrift !== null && typeof lossDrift !== 'string' && lossDrift.verdict === 'worse';
  return {
    drifted: worse || lostColumns.length > 0 || columns.some(({ verdict }) => verdict === 'drift'),
    rows,
    alpha,
    correction,
    tests: pValues.length,
    columns,
    lostColumns,
    newColumns,
    loss: lossDrift,
  };
}

/** What the tests are called in sentences. */
export const testNames: Readonly<Record<DriftTest, string>> = {
  'kolmogorov-smirnov': 'Kolmogorov–Smirnov',
  'chi-squared': 'chi-squared',
  wasserstein: 'Wasserstein distance in sd',
  'jensen-shannon': 'Jensen–Shannon distance',
};

function checkSchema(schema: TableSchema, reference: Table, current: Table): void {
  const columns = Object.keys(schema);
  if (columns.length === 0) {
    throw new MonitorError(
      `the tables share no column: ${Object.keys(reference).slice(0, 5).join(', ')} against ${Object.keys(current).slice(0, 5).join(', ')}`,
    );
  }
  const unknown = columns.find((column) => !Object.hasOwn(reference, column));
  if (unknown !== undefined) {
    throw new MonitorError(
      `the schema names ${shown(unknown)}, which the reference lacks; it has: ${Object.keys(reference).slice(0, 20).join(', ')}`,
    );
  }
  for (const role of ['prediction', 'outcome'] as const) {
    const twice = columns.filter((column) => schema[column].role === role);
    if (twice.length > 1)
      throw new MonitorError(`the schema calls ${twice.join(' and ')} the ${role}; name one`);
  }
}

function measureOutcomes(
  schema: TableSchema,
  reference: Table,
  current: Table,
  minimumRows: number,
  seed: number,
): LossMeasures | string | null {
  const named = (role: ColumnRole) =>
    Object.keys(schema).find((column) => schema[column].role === role && Object.hasOwn(current, column));
  const [prediction, outcome] = [named('prediction'), named('outcome')];
  if (prediction === undefined || outcome === undefined) return null;
  const kinds = [schema[prediction].kind, schema[outcome].kind];
  if (kinds[0] !== kinds[1]) {
    throw new MonitorError(
      `the prediction ${shown(prediction)} is ${kinds[0]}, the outcome ${shown(outcome)} ${kinds[1]}; give both the same kind`,
    );
  }
  const pair = (table: Table) => ({ predicted: table[prediction], actual: table[outcome] });
  return measureLoss(pair(reference), pair(current), kinds[0] === 'numeric', minimumRows, seed);
}

function judgeLoss(loss: LossMeasures, adjustedPValue: number, alpha: number, least: number): LossDrift {
  const large = Math.min(loss.rows.reference, loss.rows.current) <= testUpTo || Math.abs(loss.rise) >= least;
  const verdict =
    adjustedPValue < alpha && large && loss.rise !== 0 ? (loss.rise > 0 ? 'worse' : 'better') : 'stable';
  return { ...loss, adjustedPValue, verdict };
}

function worst(reasons: readonly [DriftVerdict, string][]): DriftVerdict {
  for (const verdict of ['drift', 'watch', 'not tested'] as const) {
    if (reasons.some(([one]) => one === verdict)) return verdict;
  }
  return 'stable';
}

function newSentence(found: ColumnDrift['newCategories']): string {
  const shownOnes = found
    .slice(0, 3)
    .map(({ category, share }) => `${shown(category, 30)} (${percent(share)})`);
  const more = found.length > 3 ? ` and ${found.length - 3} more` : '';
  return `new ${found.length === 1 ? 'category' : 'categories'}: ${shownOnes.join(', ')}${more}`;
}

function isDistance(test: DriftTest): boolean {
  return test === 'wasserstein' || test === 'jensen-shannon';
}

/** A p-value as sentences show it. */
export function pText(p: number): string {
  return p < 1e-15 ? 'p < 1e-15' : `p = ${short(p)}`;
}

/** A number as sentences show it. */
export function short(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.001) return value.toExponential(1);
  return String(Number(value.toPrecision(3)));
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
