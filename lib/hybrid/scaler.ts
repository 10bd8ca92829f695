import { z } from 'zod';
import { ArgumentError, issueSentence, shown } from '../errors/index.js';
import { assertFinite, type Matrix, matrix } from '../vectors/index.js';

/** 'standard': mean 0 and standard deviation 1 a column; 'center': mean 0; 'none': as it is. */
export type ScalerKind = 'standard' | 'center' | 'none';

/** Which rows have data: 1 or true where they do. Without it, all do. */
export type Present = ArrayLike<number | boolean>;

/** A scaler as it is kept in scaler_text.json and scaler_image.json. */
export interface ScalerJson {
  readonly version: 1;
  readonly kind: ScalerKind;
  /** Rows it was fitted on. */
  readonly rows: number;
  /** What is subtracted from each column; then each column is divided by `scale`. */
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

/** Brings columns to a common centre and spread, as they were in the rows that it was fitted on. */
export interface Scaler {
  readonly kind: ScalerKind;
  /** Columns it takes. */
  readonly dim: number;
  /** Rows it was fitted on. */
  readonly rows: number;
  /**
   * A scaled copy, n × dim. Rows without data (`present`) come out as zeros.
   * @throws {ArgumentError} when the matrix has another number of columns
   */
  transform(m: Matrix, present?: Present): Matrix;
  toJSON(): ScalerJson;
}

/**
 * Fits a scaler to the rows that have data: the mean and the population standard deviation of each column, in double
 * precision, as scikit-learn's StandardScaler. A column without variance is only centred.
 * @param m n × dim, finite
 * @throws {ArgumentError} when no row has data, or a number is NaN or infinite
 * @example
 * const scaler = standardScaler(images, { present });
 * const scaled = scaler.transform(images, present);
 */
export function standardScaler(
  m: Matrix,
  options: { readonly kind?: ScalerKind; readonly present?: Present } = {},
): Scaler {
  const { kind = 'standard', present } = options;
  if (!['standard', 'center', 'none'].includes(kind)) {
    throw new ArgumentError(`scaler kind ${shown(kind)}: choose 'standard', 'center' or 'none'`);
  }
  assertFinite(m, 'vectors to scale');
  const used = presentRows(m.rows, present, 'the scaler');
  if (used.length === 0) {
    throw new ArgumentError(`a scaler needs at least one row with data, none of ${m.rows} has any`);
  }
  const mean = new Array<number>(m.cols).fill(0);
  const scale = new Array<number>(m.cols).fill(1);
  if (kind !== 'none') columnMeans(m, used, mean);
  if (kind === 'standard') columnDeviations(m, used, mean, scale);
  return scalerOf({ version: 1, kind, rows: used.length, mean, scale });
}

/**
 * The scaler that `toJSON` described.
 * @throws {ArgumentError} when the value is no such description
 */
export function scalerFromJson(value: unknown): Scaler {
  const parsed = scalerSchema.safeParse(value);
  if (!parsed.success) {
    throw new ArgumentError(
      `not a scaler of version 1: ${issueSentence(parsed.error)}; fit and save it again`,
    );
  }
  return scalerOf(parsed.data);
}

const scalerSchema = z
  .object({
    version: z.literal(1),
    kind: z.enum(['standard', 'center', 'none']),
    rows: z.int().positive(),
    mean: z.array(z.number()).min(1),
    scale: z.array(z.number().positive()).min(1),
  })
  .refine((json) => json.mean.length === json.scale.length, 'mean and scale differ in length');

function scalerOf(json: ScalerJson): Scaler {
  const { kind, rows, mean, scale } = json;
  const dim = mean.length;
  return {
    kind,
    dim,
    rows,
    transform(m, present) {
      if (m.cols !== dim) {
        throw new ArgumentError(
          `the scaler was fitted on ${dim} columns, the vectors have ${m.cols}; use the scaler saved with them`,
        );
      }
      const out = matrix(m.rows, dim);
      for (const i of presentRows(m.rows, present, 'the scaler')) {
        const start = i * dim;
        for (let j = 0; j < dim; j++) out.data[start + j] = (m.data[start + j] - mean[j]) / scale[j];
      }
      return out;
    },
    toJSON: () => json,
  };
}

/** The rows with data, in order. */
export function presentRows(rows: number, present: Present | undefined, what: string): number[] {
  if (present && present.length !== rows) {
    throw new ArgumentError(
      `${what}: "present" has ${present.length} entries for ${rows} rows; give one a row`,
    );
  }
  const out: number[] = [];
  for (let i = 0; i < rows; i++) if (!present || present[i]) out.push(i);
  return out;
}

function columnMeans(m: Matrix, rows: number[], mean: number[]): void {
  for (const i of rows) for (let j = 0; j < m.cols; j++) mean[j] += m.data[i * m.cols + j];
  for (let j = 0; j < m.cols; j++) mean[j] /= rows.length;
}

function columnDeviations(m: Matrix, rows: number[], mean: number[], scale: number[]): void {
  const squares = new Float64Array(m.cols);
  for (const i of rows) {
    for (let j = 0; j < m.cols; j++) squares[j] += (m.data[i * m.cols + j] - mean[j]) ** 2;
  }
  for (let j = 0; j < m.cols; j++) {
    const deviation = Math.sqrt(squares[j] / rows.length);
    const rounding = rows.length * Number.EPSILON * Math.abs(mean[j]);
    scale[j] = deviation > rounding ? deviation : 1;
  }
}
