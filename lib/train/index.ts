export {
  type EarlyStoppingOptions,
  earlyStopping,
  type ModelCheckpointOptions,
  type MonitorOptions,
  modelCheckpoint,
  type ReduceLROnPlateauOptions,
  reduceLROnPlateau,
  trainingLog,
} from './callbacks/index.js';
export type { CheckpointOptions } from './checkpoint/index.js';

export {
  type ImageBatch,
  type ImageBatchOptions,
  imageBatches,
  type StratifiedSplitOptions,
  stratifiedSplit,
} from './data/index.js';

export { type OcclusionOptions, occlusionMap } from './explain/occlusion.js';
export {
  type Callback,
  type CallbackState,
  type EpochRecord,
  epochLine,
  type FitBatch,
  type FitContext,
  type FitData,
  type FitOptions,
  fit,
  type History,
  type Metric,
  TrainingInterrupted,
} from './fit/index.js';
export {
  type InputType,
  LayerError,
  type LayersToOnnxOptions,
  layersToOnnx,
} from './layers-to-onnx/index.js';
export {
  type BinaryCrossentropyLoss,
  type CategoricalCrossentropyLoss,
  createTrainer,
  type FrozenFeatures,
  type FrozenFeaturesOptions,
  frozenFeatures,
  type HuberLoss,
  type Loss,
  type MeanSquaredErrorLoss,
  type TrainerOptions,
} from './onnx-trainer/index.js';
export {
  type AdamOptions,
  type AdamWOptions,
  adam,
  adamW,
  type ClipOptions,
  clipGradients,
  globalNorm,
  type NamedArrays,
  type Optimizer,
  type OptimizerState,
  type SgdOptions,
  sgd,
} from './optimizers/index.js';
export { type CosineOptions, constant, cosine, type Schedule, warmUp } from './schedules/index.js';
export { tensorflow } from './tensorflow.js';
export {
  layersModelFiles,
  loadLayersModel,
  type SaveLayersModelOptions,
  saveLayersModel,
} from './tfjs-format/index.js';
export { type TfjsLoss, type TfjsTrainerOptions, tfjsTrainer } from './tfjs-trainer/index.js';
export { trainerFor } from './trainer-for.js';
export type { StepResult, TrainBatch, Trainer } from './trainer-types.js';
export { type TrainingCurvesOptions, trainingCurves } from './training-curves.js';
