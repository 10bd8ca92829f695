import { shown, UserError } from '../errors/index.js';
import type { Matrix } from '../vectors/index.js';

const largest = 3.4028234663852886e38;
/** Sums of squares of this stay well within float64, whatever the number of rows. */
const largestTarget = 1e140;

export type NumberColumn = Float32Array | Float64Array;

/** Named numbers, one array a feature. NaN is a missing value; infinities are refused. */
export interface FeatureColumns {
  readonly names: readonly string[];
  readonly columns: readonly NumberColumn[];
}

/** Named numbers, one matrix row an observation. NaN is a missing value; infinities are refused. */
export interface FeatureMatrix {
  readonly names: readonly string[];
  readonly matrix: Matrix;
}

/** Rows by features: named columns, or a matrix beside its names. */
export type Features = FeatureColumns | FeatureMatrix;

/** What a model is fitted to, and measured on. */
export interface TrainingData {
  readonly features: Features;
  /** What is to be predicted, one finite number a row. */
  readonly target: Float64Array;
  /** Whose rows they are (accounts, say): rows of one group are never divided between folds. */
  readonly groups?: readonly string[];
}

/** Features that have been checked, by column. */
export interface Columns extends FeatureColumns {
  readonly rows: number;
}

/** Checked features as columns; `names` are those that a model expects, in order. */
export function columnsOf(features: Features, names?: readonly string[]): Columns {
  if (names) assertSameNames(features.names, names);
  else assertNames(features.names);
  const table = 'matrix' in features ? fromMatrix(features) : fromColumns(features);
  for (const [j, column] of table.columns.entries()) {
    for (let i = 0; i < column.length; i++) {
      if (Math.abs(column[i]) > largest) {
        throw new UserError(
          `feature ${shown(table.names[j])}, row ${i} is ${column[i]}; numbers are finite and within float32, NaN where one is missing`,
        );
      }
    }
  }
  return table;
}

function fromColumns({ names, columns }: FeatureColumns): Columns {
  if (columns.length !== names.length) {
    throw new UserError(`${columns.length} feature columns for ${names.length} names; give one a name`);
  }
  const rows = columns[0].length;
  columns.forEach((column, j) => {
    if (column.length === rows) return;
    throw new UserError(
      `feature ${shown(names[j])} has ${column.length} rows, ${shown(names[0])} has ${rows}; columns need one length`,
    );
  });
  return { names, rows, columns };
}

function fromMatrix({ names, matrix: { rows, cols, data } }: FeatureMatrix): Columns {
  if (cols !== names.length) {
    throw new UserError(`the feature matrix has ${cols} columns for ${names.length} names; give one a name`);
  }
  const columns = names.map((_, j) => {
    const column = new Float32Array(rows);
    for (let i = 0; i < rows; i++) column[i] = data[i * cols + j];
    return column;
  });
  return { names, rows, columns };
}

function assertNames(names: readonly string[]): void {
  if (names.length === 0) throw new UserError('the table has no features; name at least one column');
  const twice = names.find((name, j) => names.indexOf(name) !== j);
  if (twice !== undefined) throw new UserError(`feature ${shown(twice)} is there twice; names must differ`);
}

/** @throws {UserError} naming the features that are missing, not expected, or in another place */
export function assertSameNames(given: readonly string[], expected: readonly string[]): void {
  const missing = expected.filter((name) => !given.includes(name));
  const extra = given.filter((name) => !expected.includes(name));
  if (missing.length > 0 || extra.length > 0) {
    const parts = [
      missing.length > 0 && `missing: ${list(missing)}`,
      extra.length > 0 && `not known to it: ${list(extra)}`,
    ];
    throw new UserError(
      `the model was fitted on other features (${parts.filter(Boolean).join('; ')}); give the same, or fit a new model`,
    );
  }
  const at = expected.findIndex((name, j) => given[j] !== name);
  if (at >= 0 || given.length !== expected.length) {
    throw new UserError(
      `the model's features are in another order: place ${at + 1} has ${shown(given[at])}, it expects ${shown(expected[at])}`,
    );
  }
}

function list(names: readonly string[]): string {
  const some = names.slice(0, 8).map((name) => shown(name));
  return some.join(', ') + (names.length > 8 ? ` and ${names.length - 8} more` : '');
}

/** Checked training data, by column. */
export interface TrainingColumns extends Columns {
  readonly target: Float64Array;
  readonly groups?: readonly string[];
}

/**
 * Checks what a model is to be fitted to: at least two rows, and a target of finite numbers up to 10¹⁴⁰. A constant column is allowed; no
 * model uses it.
 */
export function trainingColumns({ features, target, groups }: TrainingData, least = 2): TrainingColumns {
  const table = columnsOf(features);
  if (table.rows < least) {
    const rows = `${table.rows === 0 ? 'no rows' : `${table.rows} row${table.rows === 1 ? '' : 's'}`}`;
    throw new UserError(`the table has ${rows}; at least ${least} are needed`);
  }
  assertTarget(target, table.rows);
  if (groups && groups.length !== table.rows) {
    throw new UserError(`${groups.length} groups for ${table.rows} rows; give one a row`);
  }
  return { ...table, target, groups };
}

/** @throws {UserError} where the target has another length, or a value that is not finite or beyond 10¹⁴⁰ */
export function assertTarget(target: Float64Array, rows: number): void {
  if (target.length !== rows) {
    throw new UserError(`${target.length} target values for ${rows} rows; give one a row`);
  }
  const bad = target.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new UserError(`the target of row ${bad} is ${target[bad]}; leave rows without an outcome out`);
  }
  const large = target.findIndex((value) => Math.abs(value) > largestTarget);
  if (large >= 0) {
    throw new UserError(
      `the target of row ${large} is ${target[large]}, whose square is beyond what numbers can hold; give the target in a larger unit`,
    );
  }
}

/** A copy of some rows, in the given order. */
export function selectFeatures(features: Features, rows: ArrayLike<number>): FeatureColumns {
  const { names, columns } = 'matrix' in features ? columnsOf(features) : features;
  return {
    names,
    columns: columns.map((column) => {
      const out =
        column instanceof Float32Array ? new Float32Array(rows.length) : new Float64Array(rows.length);
      for (let i = 0; i < rows.length; i++) out[i] = column[rows[i]];
      return out;
    }),
  };
}

/** A copy of some rows with their target and groups, in the given order. */
export function selectData(
  { features, target, groups }: TrainingData,
  rows: ArrayLike<number>,
): TrainingData {
  return {
    features: selectFeatures(features, rows),
    target: Float64Array.from(rows, (i) => target[i]),
    ...(groups && { groups: Array.from(rows, (i) => groups[i]) }),
  };
}
