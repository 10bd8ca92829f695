export { decodeRgb, PictureError } from './data/decode-rgb.js';
export { resizeBilinear } from './data/resize-bilinear.js';
export type { RgbImage } from './data/rgb-image.js';
export { type OcclusionOptions, occlusionMap } from './explain/occlusion.js';
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
