import { z } from 'zod';
import { UserError } from '../errors/index.js';
import { parseOptions } from '../records/index.js';
import { columnsOf, type FeatureColumns, trainingColumns } from './features.js';
import type { Learner, Model } from './model.js';
import { nonNegativeLeastSquares } from './nnls.js';
import { seed } from './options.js';
import { outOfFold } from './out-of-fold.js';
import { ridge } from './ridge.js';

export interface StackedEnsembleOptions {
  /**
   * What is put on top of the members: weights ≥ 0 by least squares ('nonNegative'), or a ridge. Default
   * 'nonNegative'.
   */
  readonly combine?: 'nonNegative' | 'ridge';
  /** Folds of the predictions that the weights are fitted to, 2 to 50. Default 5. */
  readonly folds?: number;
  /** Decides which rows go into which fold. Default 42. */
  readonly seed?: number;
}

/** Models and the weights that they are added with. */
export interface StackedModel extends Model {
  readonly kind: 'stackedEnsemble';
  readonly members: readonly Model[];
  /** One weight a member. */
  readonly weights: readonly number[];
  readonly intercept: number;
}

const schema = z.strictObject({
  combine: z.enum(['nonNegative', 'ridge']).default('nonNegative'),
  folds: z.int().min(2).max(50).default(5),
  seed: seed(),
});

/**
 * Adds several models up with the weights that suit their predictions for rows that they had not seen, out of k folds
 * grouped as the data are; then fits each to all rows. A member that has no way for missing values (NaN) gets the medians
 * of the rows that it is fitted to in their place, within each fold; the others get the table as it is. Wolpert, "Stacked Generalization", Neural Networks 5, 1992;
 * non-negative weights: Breiman, "Stacked Regressions", Machine Learning 24, 1996.
 * @throws {UserError} without members, or with fewer rows or groups than folds
 * @example stackedEnsemble([randomForest(), gradientBoosting(), ridge()])
 */
export function stackedEnsemble(
  given: readonly Learner[],
  options: StackedEnsembleOptions = {},
): Learner<StackedModel> {
  const learners = given.map((learner) => learner.filling ?? learner);
  const { combine, folds, seed } = parseOptions('stackedEnsemble', schema, options);
  if (learners.length === 0) throw new UserError('stackedEnsemble needs at least one learner, got none');
  return {
    name: 'stacked ensemble',
    async fit(data) {
      const table = trainingColumns(data);
      const unseen: Float64Array[] = [];
      for (const learner of learners) unseen.push((await outOfFold(learner, data, folds, seed)).predictions);
      const { weights, intercept } = await weigh(unseen, table.target, combine);
      const members: Model[] = [];
      for (const learner of learners) members.push(await learner.fit(data));
      return stackedModel({ names: [...table.names], members, weights, intercept });
    },
  };
}

async function weigh(
  predictions: readonly Float64Array[],
  target: Float64Array,
  combine: 'nonNegative' | 'ridge',
): Promise<{ weights: readonly number[]; intercept: number }> {
  if (combine === 'nonNegative')
    return { weights: nonNegativeLeastSquares(predictions, target), intercept: 0 };
  const features: FeatureColumns = { names: predictions.map((_, j) => `member ${j}`), columns: predictions };
  const { coefficients, intercept } = await ridge().fit({ features, target });
  return { weights: coefficients, intercept };
}

export interface StackedParts {
  readonly names: readonly string[];
  readonly members: readonly Model[];
  readonly weights: readonly number[];
  readonly intercept: number;
}

export function stackedModel({ names, members, weights, intercept }: StackedParts): StackedModel {
  return {
    kind: 'stackedEnsemble',
    names,
    members,
    weights,
    intercept,
    predict(features) {
      const table = columnsOf(features, names);
      const out = new Float64Array(table.rows).fill(intercept);
      members.forEach((member, m) => {
        if (weights[m] === 0) return;
        member.predict(table).forEach((value, i) => {
          out[i] += weights[m] * value;
        });
      });
      return out;
    },
    toJSON: () => ({
      kind: 'stackedEnsemble',
      names,
      members: members.map((member) => member.toJSON()),
      weights,
      intercept,
    }),
  };
}
