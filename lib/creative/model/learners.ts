import {
  gradientBoosting,
  type Learner,
  type Model,
  randomForest,
  ridge,
  stackedEnsemble,
  xgboost,
} from '../../tabular/index.js';
import { remembered } from './remembered.js';

/** A model that the leaderboard lacks, and why. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

/** What is compared: ridge as the plain baseline, and what may beat it. */
export function creativeLearners(seed: number): {
  readonly learners: readonly Learner[];
  readonly leftOut: readonly LeftOut[];
} {
  const single = [
    ridge({ missing: 'median' }),
    randomForest({ trees: 100, featureFraction: 0.4, minLeafWeight: 2, seed }),
    gradientBoosting({
      trees: 400,
      learningRate: 0.04,
      maxDepth: 4,
      subsample: 0.6,
      minLeafWeight: 8,
      featureFraction: 0.4,
      seed,
    }),
    xgboost({
      trees: 350,
      learningRate: 0.04,
      maxDepth: 4,
      subsample: 0.6,
      minLeafWeight: 5,
      featureFraction: 0.5,
      seed,
    }),
  ].map((learner) => remembered<Model>(learner));
  return {
    learners: [...single, remembered(stackedEnsemble(single, { folds: 3, seed }))],
    leftOut: [{ name: 'neural network', reason: 'vitrine/tabular does not fit networks yet' }],
  };
}
