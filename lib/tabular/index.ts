export { TabularError } from './errors.js';
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
export { nonNegativeLeastSquares } from './nnls.js';
export { type RandomForestOptions, randomForest } from './random-forest.js';
export { type RidgeModel, type RidgeOptions, ridge } from './ridge.js';
export { loadModel, modelFromJson, saveModel } from './save.js';
export { type StackedEnsembleOptions, type StackedModel, stackedEnsemble } from './stacked-ensemble.js';
export type { TreeModel, TreeModelKind } from './tree-model.js';
export type { HasTrees, TreeEnsemble } from './trees/ensemble.js';
export { type XgboostOptions, xgboost } from './xgboost/index.js';
