export {
  type CompareModelsOptions,
  compareModels,
  type LeaderboardRow,
  leaderboardTable,
} from './compare-models.js';
export {
  type ConformalJson,
  type ConformalOptions,
  type ConformalPredictor,
  type Coverage,
  conformalInterval,
  type PredictionIntervals,
} from './conformal.js';
export {
  type CrossValidateOptions,
  type CrossValidation,
  crossValidate,
  type FoldScores,
  type Scores,
} from './cross-validate.js';
export {
  type PartialDependence,
  type PartialDependenceOptions,
  partialDependence,
} from './explain/partial-dependence.js';
export {
  type FeatureImportance,
  type PermutationImportanceOptions,
  permutationImportance,
} from './explain/permutation-importance.js';
export { type Contributions, treeShap } from './explain/tree-shap.js';
export { type WaterfallStep, waterfall, waterfallFigure } from './explain/waterfall.js';
export {
  type FeatureColumns,
  type FeatureMatrix,
  type Features,
  type NumberColumn,
  selectData,
  selectFeatures,
  type TrainingData,
} from './features.js';
export { type Fold, kFolds } from './folds.js';
export { type GradientBoostingOptions, gradientBoosting } from './gradient-boosting.js';
export type { MissingValues } from './imputation.js';
export type { Learner, Model, ModelJson, ModelKind } from './model.js';
export { type NeuralNetworkModel, type NeuralNetworkOptions, neuralNetwork } from './neural-network.js';
export { nonNegativeLeastSquares } from './nnls.js';
export { type RandomForestOptions, randomForest } from './random-forest.js';
export { type RidgeModel, type RidgeOptions, ridge } from './ridge.js';
export { loadIntervals, loadModel, modelFromJson, saveIntervals, saveModel } from './save.js';
export { type StackedEnsembleOptions, type StackedModel, stackedEnsemble } from './stacked-ensemble.js';
export type { TreeModel, TreeModelKind } from './tree-model.js';
export type { HasTrees, TreeEnsemble } from './trees/ensemble.js';
export { type Trial, type TuneOptions, type Tuning, tuneHyperparameters } from './tune.js';
export type { NumberRange, Parameters, SearchSpace } from './tune-space.js';
export { type XgboostOptions, xgboost } from './xgboost/index.js';
