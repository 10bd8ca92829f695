/**
 * Forests, boosting, XGBoost, ridge, networks, stacks; cross-validation, SHAP, conformal intervals.
 * @module vitrine/tabular
 * @example
 * ```ts
 * import { crossValidate, randomForest } from 'vitrine/tabular';
 *
 * const x = Float64Array.from({ length: 100 }, (_, i) => i / 10);
 * const data = { features: { names: ['x'], columns: [x] }, target: x.map((value) => value ** 2) };
 * const { mean } = await crossValidate(randomForest({ trees: 50 }), data);
 * console.log(mean);
 * ```
 */

export { compareModels, type LeaderboardRow, leaderboardTable } from './compare-models.js';
export { type ConformalPredictor, conformalInterval } from './conformal.js';
export { crossValidate } from './cross-validate.js';
export { type PartialDependence, partialDependence } from './explain/partial-dependence.js';
export { type FeatureImportance, permutationImportance } from './explain/permutation-importance.js';
export { shapleyValues } from './explain/shapley-values.js';
export type { Contributions } from './explain/tree-shap.js';
export { waterfall, waterfallFigure } from './explain/waterfall.js';
export type { Features, TrainingData } from './features.js';
export { gradientBoosting } from './gradient-boosting.js';
export type { Learner, Model } from './model.js';
export { neuralNetwork } from './neural-network.js';
export { outOfFold } from './out-of-fold.js';
export { randomForest } from './random-forest.js';
export { ridge } from './ridge.js';
export { loadIntervals, modelFromJson, saveIntervals } from './save.js';
export { stackedEnsemble } from './stacked-ensemble.js';
export { tuneHyperparameters } from './tune.js';
export { xgboost } from './xgboost/index.js';
