export { ModelUnavailableError } from './errors.js';
export {
  type FetchOptions,
  type ModelFiles,
  type ModelStatus,
  modelFiles,
  modelStatus,
  wayOut,
} from './files.js';
export type { DownloadProgress, HubTimeouts } from './hub.js';
export {
  findModel,
  type HubModel,
  knownModels,
  type LocalModel,
  type ModelKind,
  weightFree,
} from './registry.js';
