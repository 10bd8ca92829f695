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
export {
  layersModelFiles,
  loadLayersModel,
  ModelFolderError,
  type SaveLayersModelOptions,
  saveLayersModel,
} from './tfjs-format/index.js';
export type { StepResult, TrainBatch, Trainer } from './trainer-types.js';
