export { compareModels, type LeaderboardRow, leaderboardTable } from './compare-models.js';
export { type ConformalPredictor, conformalInterval } from './conformal.js';
export { crossValidate } from './cross-validate.js';
export { type PartialDependence, partialDependence } from './explain/partial-dependence.js';
export { type FeatureImportance, permutationImportance } from './explain/permutation-importance.js';
export { type Contributions, treeShap } from './explain/tree-shap.js';
export { waterfall, waterfallFigure } from './explain/waterfall.js';
export {
  type FeatureMatrix,
  type Features,
  selectData,
  selectFeatures,
  type TrainingData,
} from './features.js';
export { kFolds } from './folds.js';
export { gradientBoosting } from './gradient-boosting.js';

export type { Learner, Model } from './model.js';
export { neuralNetwork } from './neural-network.js';

export { randomForest } from './random-forest.js';
export { type RidgeModel, ridge } from './ridge.js';
export { loadIntervals, loadModel, modelFromJson, saveIntervals, saveModel } from './save.js';
export { type StackedModel, stackedEnsemble } from './stacked-ensemble.js';
export type { TreeModel } from './tree-model.js';

export { tuneHyperparameters } from './tune.js';

export { xgboost } from './xgboost/index.js';
