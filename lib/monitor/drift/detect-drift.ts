import { ArgumentError, shown, UserError } from '../../errors/index.js';
import { adjustPValues, type Correction } from '../../stats/index.js';
import { measureColumn, missingShares } from './column-drift.js';
import { type ColumnDrift, type DriftVerdict, judgeColumn, type MeasuredColumn } from './judge-column.js';
import { judgeLoss, type LossDrift, measureOutcomes } from './measure-outcomes.js';
import { type ColumnRole, inferSchema, rowsOf, type Table, type TableSchema } from './table.js';

/** Which columns are compared, and how sure a finding must be. */
export interface DriftOptions {
  /** Columns to look at, and as what. Default all of the reference, their kind inferred. */
  readonly schema?: TableSchema;
  /** Column that a model predicted, where no schema says it. */
  readonly prediction?: string;
  /** Column of what came true, where no schema says it. */
  readonly outcome?: string;
  /** Chance of even one false alarm over all columns where nothing changed, in (0, 1). Default 0.05. */
  readonly alpha?: number;
  /** Correction for the number of tests. Default 'holm'. */
  readonly correction?: Correction;
  /** Columns with fewer values on either side are not tested; at least 2. Default 30. */
  readonly minimumRows?: number;
  /** Least normalised Wasserstein distance and Jensen–Shannon distance that count above 1,000 rows. Default 0.1. */
  readonly distance?: number;
  /** Least change of the share of missing values that counts above 1,000 rows. Default 0.05. */
  readonly missingChange?: number;
  /** Least change of the loss that counts above 1,000 rows, as a share of the reference's. Default 0.1. */
  readonly lossChange?: number;
  /** Decides the random splits behind p-values of small samples. Default 42. */
  readonly seed?: number;
}

/** What drifted between two tables, by column, and what was set aside. */
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
 * share of missing values is drift; a new category is something to watch where chance does not bring one as frequent. With a prediction and an outcome, rows whose
 * outcome is known tell whether the model got worse: mean absolute error for numbers, accuracy for classes.
 *
 * All p-values are corrected together, so that `alpha` bounds the chance of any false alarm; where few rows are expected
 * in a bin or a category, they come from random splits of the rows.
 * @throws {UserError} for empty tables, columns of unlike lengths, or a schema that does not fit them
 * @example detectDrift(train, lastWeek, { schema: { contrast: { kind: 'numeric' }, score: { kind: 'numeric', role: 'prediction' } } })
 */
export function detectDrift(reference: Table, current: Table, options: DriftOptions = {}): DriftReport {
  const settings = withDefaults(options);
  const { alpha, correction, minimumRows } = settings;
  const rows = {
    reference: rowsOf(reference, 'the reference'),
    current: rowsOf(current, 'the current table'),
  };
  const schema = options.schema ?? inferSchema(reference, current, rolesOf(options));
  checkSchema(schema, reference, current);
  // An outcome that is not there at all has not arrived yet.
  const lostColumns = Object.keys(schema).filter(
    (column) => !Object.hasOwn(current, column) && schema[column].role !== 'outcome',
  );
  const newColumns = Object.keys(current).filter((column) => !Object.hasOwn(reference, column));
  const measured = measureColumns(schema, reference, current, minimumRows, settings.seed);
  const loss = measureOutcomes(schema, reference, current, minimumRows, settings.seed);

  const pValues: number[] = [];
  const place = (p: number | null | undefined) => (p == null ? -1 : pValues.push(p) - 1);
  const places = measured.map(({ role, measures, missing }) => {
    const tested = typeof measures === 'string' ? null : measures;
    return {
      test: place(tested?.pValue),
      psi: place(tested?.psiPValue),
      // Outcomes arrive late: that some are missing says nothing.
      missing: place(role === 'outcome' ? null : missing.pValue),
      newCategories: place(tested?.newPValue),
    };
  });
  const lossPlace = place(typeof loss === 'string' ? null : loss?.pValue);
  const corrected = adjustPValues(pValues, correction);
  const at = (place: number) => (place < 0 ? null : corrected[place]);

  const limits = { ...settings, smaller: Math.min(rows.reference, rows.current) };
  const columns = measured.map((column, i) => {
    const { test, psi, missing, newCategories } = places[i];
    const adjusted = { test: at(test), psi: at(psi), missing: at(missing), newCategories: at(newCategories) };
    return judgeColumn(column, adjusted, limits);
  });
  const lossDrift =
    loss && typeof loss !== 'string'
      ? judgeLoss(loss, corrected[lossPlace], alpha, settings.lossChange)
      : loss;
  const worse = lossDrift !== null && typeof lossDrift !== 'string' && lossDrift.verdict === 'worse';
  return {
    drifted: worse || lostColumns.length > 0 || columns.some(({ verdict }) => verdict === 'drift'),
    rows,
    alpha,
    correction,
    tests: pValues.length,
    columns: columns.sort(byVerdict),
    lostColumns,
    newColumns,
    loss: lossDrift,
  };
}

function rolesOf({ prediction, outcome }: DriftOptions): ReadonlyMap<string, ColumnRole> {
  const roles = new Map<string, ColumnRole>();
  if (prediction) roles.set(prediction, 'prediction');
  if (outcome) roles.set(outcome, 'outcome');
  return roles;
}

function withDefaults(options: DriftOptions) {
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
  const { alpha, minimumRows } = settings;
  if (!(alpha > 0 && alpha < 1))
    throw new ArgumentError(`alpha is ${shown(alpha)}; it lies between 0 and 1, as in 0.05`);
  if (!Number.isInteger(minimumRows) || minimumRows < 2) {
    throw new ArgumentError(`minimumRows is ${shown(minimumRows)}; give a whole number from 2 up`);
  }
  return settings;
}

function measureColumns(
  schema: TableSchema,
  reference: Table,
  current: Table,
  minimumRows: number,
  seed: number,
): MeasuredColumn[] {
  return Object.entries(schema)
    .filter(([column]) => Object.hasOwn(current, column))
    .map(([column, { kind, role = 'feature' }]) => ({
      column,
      kind,
      role,
      measures: measureColumn(column, kind, reference[column], current[column], minimumRows, seed),
      missing: missingShares(reference[column], current[column]),
    }));
}

const verdictOrder: readonly DriftVerdict[] = ['drift', 'watch', 'stable', 'not tested'];

function byVerdict(a: ColumnDrift, b: ColumnDrift): number {
  return (
    verdictOrder.indexOf(a.verdict) - verdictOrder.indexOf(b.verdict) ||
    (b.psi?.value ?? 0) - (a.psi?.value ?? 0)
  );
}

function checkSchema(schema: TableSchema, reference: Table, current: Table): void {
  const columns = Object.keys(schema);
  const unknown = columns.find((column) => !Object.hasOwn(reference, column));
  if (unknown !== undefined) {
    throw new UserError(
      `the schema names ${shown(unknown)}, which the reference lacks; it has: ${Object.keys(reference).slice(0, 20).join(', ')}`,
    );
  }
  if (!columns.some((column) => Object.hasOwn(current, column))) {
    throw new UserError(
      `the tables share no column: ${Object.keys(reference).slice(0, 5).join(', ')} against ${Object.keys(current).slice(0, 5).join(', ')}; give two tables of one kind`,
    );
  }
  for (const role of ['prediction', 'outcome'] as const) {
    const twice = columns.filter((column) => schema[column].role === role);
    if (twice.length > 1)
      throw new UserError(`the schema calls ${twice.join(' and ')} the ${role}; name one`);
  }
}
