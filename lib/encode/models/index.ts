export {
  type FetchOptions,
  type ModelFiles,
  type ModelStatus,
  modelFiles,
  modelStatus,
  wayOut,
} from './files.js';
export { type DownloadProgress, type HubTimeouts, ModelUnavailableError } from './hub.js';
export {
  findModel,
  type HubModel,
  knownModels,
  type LocalModel,
  type ModelKind,
  weightFree,
} from './registry.js';
