import { UserError } from '../../errors/index.js';
import {
  compareModels,
  conformalInterval,
  type FeatureImportance,
  type LeaderboardRow,
  type Learner,
  outOfFold,
  type PartialDependence,
  partialDependence,
  permutationImportance,
} from '../../tabular/index.js';
import { type CreativeModel, fittedModel, type ScoredRows, scoreRows } from './creative-model.js';
import { type HoldOut, holdOutAccounts, type KnownSides } from './hold-out.js';
import { creativeLearners } from './learners.js';
import { type CreativeMetrics, creativeMetrics } from './metrics.js';
import { platformModels } from './platform-models.js';
import { remembered } from './remembered.js';
import {
  leastPosts,
  rowsWithOutcome,
  selectRowsOf,
  type TrainingRows,
  trainingDataOf,
} from './training-rows.js';

export interface TrainCreativeOptions {
  /**
   * Decides the held-out accounts, the folds and what the learners draw; the same seed gives the same model. Default
   * 42.
   */
  readonly seed?: number;
  /** Folds of cross-validation and of the intervals, at least 2. Default 5. */
  readonly folds?: number;
  /** Share of new posts whose score is to lie within the interval, in (0, 1). Default 0.9. */
  readonly confidence?: number;
  /** Accounts whose side is decided already. Default a fifth of each platform's accounts is held out. */
  readonly sides?: KnownSides;
  /** Root mean squared error that the noise leaves any model, known of drawn data only. */
  readonly noiseRmse?: number | null;
  /** Learners that are compared. Default `creativeLearners`. */
  readonly learners?: readonly Learner[];
  /** Told what is being done, for a person who waits. */
  readonly onStep?: (step: string) => void;
  /** Ends the training before its next fit. */
  readonly signal?: AbortSignal;
}

/** A trained model, and everything that was measured on the way. */
export interface CreativeTraining {
  readonly model: CreativeModel;
  /**
   * The learners, the best first, by cross-validation on the posts of all platforms; the first became the general
   * model.
   */
  readonly leaderboard: readonly LeaderboardRow[];
  readonly heldBy: HoldOut['by'];
  readonly train: TrainingRows;
  /** Rows that no model was fitted to, and what the models say of them. */
  readonly held: TrainingRows;
  readonly heldScores: ScoredRows;
  readonly metrics: CreativeMetrics;
  /** How much the general model's R² on the held-out rows falls when a feature is shuffled, largest first. */
  readonly importance: readonly FeatureImportance[];
  /** How the general model's prediction follows the features with the largest importance that are not 0/1. */
  readonly dependence: readonly PartialDependence[];
}

const dependenceFeatures = 4;

/**
 * Trains models of engagement: a leaderboard by cross-validation in which no account is in two folds, the best of it as
 * the general model, and a model of its own for each platform where that is better. About a fifth of the accounts is
 * held out for the test.
 * @throws {UserError} for fewer than 100 posts with an outcome, or fewer accounts than folds
 * @example
 * const { model, metrics, leaderboard } = await trainCreativeModels(table, { seed: 42 });
 * metrics.r2 // 0.41 on held-out accounts; leaderboard[0].name is the learner of the general model
 */
export async function trainCreativeModels(
  table: TrainingRows,
  options: TrainCreativeOptions = {},
): Promise<CreativeTraining> {
  const { seed = 42, folds = 5, confidence = 0.9, onStep = () => {}, signal } = options;
  const rows = rowsWithOutcome(table);
  const split = holdOutAccounts(rows, options.sides);
  if (split.held.length < 2 || split.train.length < leastPosts / 2) {
    throw new UserError(
      `${split.train.length} posts are left to train on and ${split.held.length} to test on; collect posts of more accounts`,
    );
  }
  const train = selectRowsOf(rows, split.train);
  const folded = groupedRows(train, split.by);
  const held = selectRowsOf(rows, split.held);
  const accounts = new Set(folded.groups).size;
  if (accounts < folds) {
    throw new UserError(
      `${accounts} accounts cannot be divided into ${folds} folds; collect posts of more accounts, or ask for fewer folds`,
    );
  }
  const data = trainingDataOf(folded);
  const learners =
    options.learners?.map((learner) => remembered(learner, signal)) ?? creativeLearners(seed, signal);
  onStep(`comparing ${learners.length} models on ${train.posts.length} posts`);
  const leaderboard = await compareModels(learners, data, { folds, seed, held: trainingDataOf(held) });
  const best = learners.find(({ name }) => name === leaderboard[0].name)!;
  onStep(`intervals of the ${best.name}`);
  const general = fittedModel(best.name, await conformalInterval(best, data, { folds, seed, confidence }));
  onStep('models of single platforms');
  const { predictions: unseen } = await outOfFold(best, data, folds, seed);
  const { own, rules, predictions } = await platformModels(folded, unseen, best, { folds, seed, confidence });
  const model: CreativeModel = {
    names: rows.names,
    scale: rows.scale,
    general,
    own,
    rules,
    reference: { rows: train, predictions },
    heldOut: split.by === 'accounts' ? [...new Set(held.groups)].sort() : [],
  };
  onStep('what the predictions rest on');
  const heldScores = scoreRows(
    model,
    held,
    held.posts.map(({ platform }) => platform),
  );
  const importance = permutationImportance(general.model, trainingDataOf(groupedRows(held, split.by)), {
    repeats: 5,
    seed,
  });
  const dependence = importance
    .filter(({ name, importance }) => importance > 0 && !name.startsWith('platform_'))
    .slice(0, dependenceFeatures)
    .map(({ name }) => partialDependence(general.model, train, name, { seed }));
  return {
    model,
    leaderboard,
    heldBy: split.by,
    train,
    held,
    heldScores,
    metrics: creativeMetrics({
      held,
      scores: heldScores,
      leaderboard,
      train,
      noiseRmse: options.noiseRmse ?? null,
      heldBy: split.by,
      seed,
    }),
    importance,
    dependence,
  };
}

/** Where posts, not accounts, are held out, folds are of posts too. */
function groupedRows(rows: TrainingRows, by: HoldOut['by']): TrainingRows {
  return by === 'accounts' ? rows : { ...rows, groups: rows.posts.map((_, i) => `post ${i}`) };
}
