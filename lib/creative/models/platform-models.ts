import { type SocialPlatform, socialPlatforms } from '../../collect/index.js';
import { rootMeanSquaredError } from '../../evaluate/index.js';
import { conformalInterval, type Learner, outOfFold } from '../../tabular/index.js';
import { type FittedModel, fittedModel, type PlatformRule } from './creative-model.js';
import { selectRowsOf, type TrainingRows, trainingDataOf } from './training-rows.js';

/** Posts of a platform, and accounts that posted them, below which it gets no model of its own. */
export const leastPlatformPosts = 150;
const leastPlatformAccounts = 10;

export interface PlatformModels {
  readonly own: Partial<Record<SocialPlatform, FittedModel>>;
  readonly rules: readonly PlatformRule[];
  /** The general predictions, with those of the own models in their place. */
  readonly predictions: Float64Array;
}

/**
 * A model for each platform with at least 150 posts of 10 accounts, kept where it predicts accounts that it has not seen
 * better than the general model does; the general model answers for the others.
 * @param unseen the general model's predictions of `rows`, of folds that had not seen the account
 */
export async function platformModels(
  rows: TrainingRows,
  unseen: Float64Array,
  learner: Learner,
  options: { readonly folds: number; readonly seed: number; readonly confidence: number },
): Promise<PlatformModels> {
  const own: Partial<Record<SocialPlatform, FittedModel>> = {};
  const rules: PlatformRule[] = [];
  const predictions = unseen.slice();
  for (const platform of socialPlatforms) {
    const at = [...rows.posts.keys()].filter((i) => rows.posts[i].platform === platform);
    if (at.length === 0) continue;
    const part = selectRowsOf(rows, at);
    const accounts = new Set(part.groups).size;
    const counted = { platform, rows: at.length, accounts };
    const generalRmse = rootMeanSquaredError(
      part.target,
      Float64Array.from(at, (i) => unseen[i]),
    );
    if (at.length < leastPlatformPosts || accounts < leastPlatformAccounts) {
      const why = `${at.length} posts of ${accounts} accounts; a model of its own needs ${leastPlatformPosts} of ${leastPlatformAccounts}`;
      rules.push({ ...counted, answers: 'general', ownRmse: null, generalRmse, why });
      continue;
    }
    const { folds, seed, confidence } = options;
    const data = trainingDataOf(part);
    const { predictions: alone } = await outOfFold(learner, data, folds, seed);
    const ownRmse = rootMeanSquaredError(part.target, alone);
    const better = ownRmse < generalRmse;
    const errors = `error ${ownRmse.toFixed(2)} with a model of its own, ${generalRmse.toFixed(2)} with the general one`;
    rules.push({ ...counted, answers: better ? 'own' : 'general', ownRmse, generalRmse, why: errors });
    if (!better) continue;
    own[platform] = fittedModel(
      learner.name,
      await conformalInterval(learner, data, { folds, seed, confidence }),
    );
    at.forEach((i, k) => {
      predictions[i] = alone[k];
    });
  }
  return { own, rules, predictions };
}
