import {
  gradientBoosting,
  type Learner,
  type Model,
  neuralNetwork,
  randomForest,
  ridge,
  stackedEnsemble,
  xgboost,
} from '../../tabular/index.js';
import { remembered } from './remembered.js';

/**
 * What is compared: ridge as the plain baseline, and what may beat it.
 * @param signal ends their fitting, before the next fit
 */
export function creativeLearners(seed: number, signal?: AbortSignal): Learner[] {
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
    neuralNetwork({ seed }),
    xgboost({
      trees: 350,
      learningRate: 0.04,
      maxDepth: 4,
      subsample: 0.6,
      minLeafWeight: 5,
      featureFraction: 0.5,
      seed,
    }),
  ].map((learner) => remembered<Model>(learner, signal));
  return [...single, remembered(stackedEnsemble(single, { folds: 3, seed }), signal)];
}
