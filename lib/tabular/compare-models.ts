import { UserError } from '../errors/index.js';
import { type ResultTable, resultTable } from '../records/index.js';
import {
  type CrossValidateOptions,
  type CrossValidation,
  crossValidate,
  type Scores,
  scoresOf,
} from './cross-validate.js';
import { type TrainingData, trainingColumns } from './features.js';
import type { Learner, Model } from './model.js';

export interface CompareModelsOptions extends CrossValidateOptions {
  /** Rows that no model is fitted to. Without them, the leaderboard has cross-validation only. */
  readonly held?: TrainingData;
}

/** One line of the leaderboard. */
export interface LeaderboardRow {
  readonly name: string;
  readonly crossValidation: CrossValidation;
  /** Scores on the rows held out, of the model fitted to all the others. */
  readonly held?: Scores;
  /** Time of the fit to all rows, in ms. */
  readonly fitMs: number;
  /** Mean over rows: of those held out, else of the training rows. */
  readonly predictMsPerRow: number;
  readonly model: Model;
}

/**
 * Cross-validates each learner on the same folds, fits it to all rows, and orders them by the mean R² over folds, best
 * first. `leaderboardTable` prints it.
 * @throws {UserError} without learners, or when two have one name
 */
export async function compareModels(
  learners: readonly Learner[],
  data: TrainingData,
  options: CompareModelsOptions = {},
): Promise<LeaderboardRow[]> {
  const { held, ...folds } = options;
  if (learners.length === 0) throw new UserError('compareModels needs at least one learner, got none');
  const twice = learners.find(({ name }, i) => learners.findIndex((other) => other.name === name) !== i);
  if (twice)
    throw new UserError(`two learners are named "${twice.name}"; give one another name: {...learner, name}`);
  if (held) trainingColumns(held, 1);
  const rows: LeaderboardRow[] = [];
  for (const learner of learners) rows.push(await boardRow(learner, data, held, folds));
  return rows.sort((a, b) => b.crossValidation.mean.r2 - a.crossValidation.mean.r2);
}

async function boardRow(
  learner: Learner,
  data: TrainingData,
  held: TrainingData | undefined,
  folds: CrossValidateOptions,
): Promise<LeaderboardRow> {
  const crossValidation = await crossValidate(learner, data, folds);
  const started = performance.now();
  const model = await learner.fit(data);
  const fitted = performance.now();
  const shown = held ?? data;
  const predicted = model.predict(shown.features);
  const predictMs = performance.now() - fitted;
  return {
    name: learner.name,
    crossValidation,
    ...(held && { held: scoresOf(held.target, predicted) }),
    fitMs: fitted - started,
    predictMsPerRow: predictMs / shown.target.length,
    model,
  };
}

/**
 * The leaderboard as a table of text, a row a learner.
 * @example `${leaderboardTable(rows)}` // a row a learner: R² (CV) '0.412 ± 0.031', RMSE (CV), MAE (CV), …
 */
export function leaderboardTable(rows: readonly LeaderboardRow[]): ResultTable {
  const lines = rows.map(({ name, crossValidation: { mean, spread }, held, fitMs, predictMsPerRow }) => ({
    model: name,
    'R² (CV)': `${mean.r2.toFixed(3)} ± ${spread.r2.toFixed(3)}`,
    'RMSE (CV)': `${mean.rmse.toFixed(2)} ± ${spread.rmse.toFixed(2)}`,
    'MAE (CV)': `${mean.mae.toFixed(2)} ± ${spread.mae.toFixed(2)}`,
    ...(held && {
      'R² (held out)': held.r2.toFixed(3),
      'RMSE (held out)': held.rmse.toFixed(2),
      'MAE (held out)': held.mae.toFixed(2),
    }),
    'fit, s': (fitMs / 1000).toFixed(2),
    'predict, ms a row': predictMsPerRow.toFixed(4),
  }));
  return resultTable(lines);
}
