import { z } from 'zod';
import { meanAbsoluteError, r2, rootMeanSquaredError } from '../evaluate/index.js';
import { parseOptions } from '../records/index.js';
import { selectData, selectFeatures, type TrainingData, trainingColumns } from './features.js';
import { type Fold, kFolds } from './folds.js';
import type { Learner } from './model.js';
import { seed } from './options.js';

export interface CrossValidateOptions {
  /** Folds, 2 to 100. Default 5. */
  readonly folds?: number;
  /** Decides which rows go into which fold. Default 42. */
  readonly seed?: number;
}

/** How far predictions are from what happened. */
export interface Scores {
  readonly r2: number;
  /** Root mean squared error, in the target's unit. */
  readonly rmse: number;
  /** Mean absolute error, in the target's unit. */
  readonly mae: number;
}

/** Scores of one fold's rows by the model fitted without them. */
export interface FoldScores extends Scores {
  readonly rows: number;
  readonly fitMs: number;
  readonly predictMs: number;
}

export interface CrossValidation {
  readonly name: string;
  readonly folds: readonly FoldScores[];
  /** Means over folds. */
  readonly mean: Scores;
  /** Standard deviations over folds, with n − 1. */
  readonly spread: Scores;
  readonly fitMs: number;
  readonly predictMs: number;
}

const schema = z.strictObject({ folds: z.int().min(2).max(100).default(5), seed: seed() });

/**
 * k-fold cross-validation: each row is predicted by a model that saw neither it nor, where the data have groups, any row
 * of its group.
 * @throws {UserError} with fewer rows, or groups, than folds
 * @example const { mean, spread } = await crossValidate(randomForest(), data);
 */
export async function crossValidate(
  learner: Learner,
  data: TrainingData,
  options: CrossValidateOptions = {},
): Promise<CrossValidation> {
  const { folds, seed } = parseOptions('crossValidate', schema, options);
  const scores: FoldScores[] = [];
  for (const fold of kFolds(trainingColumns(data), folds, seed))
    scores.push(await scoreFold(learner, data, fold));
  const over = (of: (fold: FoldScores) => number) => scores.map(of);
  return {
    name: learner.name,
    folds: scores,
    mean: { r2: mean(over((f) => f.r2)), rmse: mean(over((f) => f.rmse)), mae: mean(over((f) => f.mae)) },
    spread: {
      r2: spread(over((f) => f.r2)),
      rmse: spread(over((f) => f.rmse)),
      mae: spread(over((f) => f.mae)),
    },
    fitMs: mean(over((f) => f.fitMs)),
    predictMs: mean(over((f) => f.predictMs)),
  };
}

/** Fits to one part of the data and scores the other. */
export async function scoreFold(
  learner: Learner,
  data: TrainingData,
  { train, test }: Fold,
): Promise<FoldScores> {
  const held = selectFeatures(data.features, test);
  const started = performance.now();
  const model = await learner.fit(selectData(data, train));
  const fitted = performance.now();
  const predicted = model.predict(held);
  const predictMs = performance.now() - fitted;
  const actual = Float64Array.from(test, (i) => data.target[i]);
  return { ...scoresOf(actual, predicted), rows: test.length, fitMs: fitted - started, predictMs };
}

export function scoresOf(actual: Float64Array, predicted: Float64Array): Scores {
  return {
    r2: r2(actual, predicted),
    rmse: rootMeanSquaredError(actual, predicted),
    mae: meanAbsoluteError(actual, predicted),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function spread(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}
