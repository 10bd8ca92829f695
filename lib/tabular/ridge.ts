import { z } from 'zod';
import { parseOptions } from '../records/index.js';
import { columnsOf, trainingColumns } from './features.js';
import { filled, type MissingValues, medians } from './imputation.js';
import type { Learner, Model } from './model.js';
import { standardization, standardize } from './standardize.js';

export interface RidgeOptions {
  /**
   * Penalty on the squared coefficients of standardised features, ≥ 0. Default chosen by generalised
   * cross-validation.
   */
  readonly alpha?: number;
  /** What to do with missing values (NaN). Default 'error', and 'median' as a member of a stack. */
  readonly missing?: MissingValues;
}

/** A linear model: intercept + Σ coefficient · feature, in the features' own units. */
export interface RidgeModel extends Model {
  readonly kind: 'ridge';
  readonly alpha: number;
  readonly intercept: number;
  readonly coefficients: readonly number[];
}

const schema = z.strictObject({
  alpha: z.number().min(0).optional(),
  missing: z.enum(['error', 'median']).optional(),
});

/**
 * Ridge regression on standardised features, in closed form by Cholesky; the plain baseline. Without `alpha`, one of 25
 * values from 10⁻⁴ to 10⁴ times the number of rows is chosen by generalised cross-validation: least
 * n·‖y − ŷ‖² / (n − tr H)² (Golub, Heath and Wahba, Technometrics 21, 1979). A constant column has coefficient 0.
 * @throws {UserError} on NaN in a feature, unless `missing` is 'median' or it is a member of a stack
 */
export function ridge(options: RidgeOptions = {}): Learner<RidgeModel> {
  const { alpha: asked, missing } = parseOptions('ridge', schema, options);
  return {
    name: 'ridge',
    ...(missing === undefined && { filling: ridge({ ...options, missing: 'median' }) }),
    async fit(data) {
      const table = trainingColumns(data);
      const fill = missing === 'median' ? medians(table) : null;
      const columns = filled(table, fill, 'ridge');
      const scaling = standardization(columns);
      standardize(columns, scaling);
      const centre = table.target.reduce((sum, y) => sum + y, 0) / table.rows;
      const y = table.target.map((value) => value - centre);
      const { fitStandardized } = await import('./ridge-solve.js');
      const { alpha, weights } = fitStandardized(columns, y, asked);
      const coefficients = weights.map((w, j) => w / scaling.scale[j]);
      const intercept = centre - coefficients.reduce((sum, w, j) => sum + w * scaling.mean[j], 0);
      return ridgeModel({ names: [...table.names], alpha, intercept, coefficients, fill });
    },
  };
}

export interface RidgeParts {
  readonly names: readonly string[];
  readonly alpha: number;
  readonly intercept: number;
  readonly coefficients: readonly number[];
  readonly fill: readonly number[] | null;
}

export function ridgeModel({ names, alpha, intercept, coefficients, fill }: RidgeParts): RidgeModel {
  return {
    kind: 'ridge',
    names,
    alpha,
    intercept,
    coefficients,
    predict(features) {
      const table = columnsOf(features, names);
      const out = new Float64Array(table.rows).fill(intercept);
      filled(table, fill, 'ridge').forEach((column, j) => {
        for (let i = 0; i < out.length; i++) out[i] += coefficients[j] * column[i];
      });
      return out;
    },
    toJSON: () => ({ kind: 'ridge', names, alpha, intercept, coefficients, fill }),
  };
}
