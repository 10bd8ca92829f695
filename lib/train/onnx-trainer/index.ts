export { createTrainer, type TrainerOptions } from './create-trainer.js';
export { type FrozenFeatures, type FrozenFeaturesOptions, frozenFeatures } from './frozen-cut.js';
export type {
  BinaryCrossentropyLoss,
  CategoricalCrossentropyLoss,
  HuberLoss,
  Loss,
  MeanSquaredErrorLoss,
} from './losses.js';
