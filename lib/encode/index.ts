export {
  type BehaviorEvents,
  type BehaviorMethod,
  type BehaviorOptions,
  type BehaviorVectors,
  behaviorVectors,
} from './behavior/index.js';
export { type CategoryVectors, categoryVectors } from './category/index.js';

export { descriptorEncoder } from './descriptors/index.js';
export { type Embedded, type EmbedOptions, embed } from './embed.js';
export type { BatchOptions, EncodedBatch, Encoder, ImageEncoder, TextEncoder } from './encoder.js';
export {
  type ImageModelOptions,
  loadImageEncoder,
  type OnnxImageEncoder,
  type Preprocessing,
} from './image/index.js';
export { fitLsa, fitLsaInThread, type LsaOptions, loadLsa, saveLsa } from './lsa/index.js';
export {
  type DownloadProgress,
  type FetchOptions,
  knownModels,
  type ModelFiles,
  type ModelKind,
  type ModelStatus,
  ModelUnavailableError,
  modelFiles,
  modelStatus,
} from './models/index.js';
export { photoKeys } from './photo-keys.js';
export {
  type Dtype,
  describeRankingChange,
  MIN_MEAN_COSINE,
  type Quality,
  type QuantizationReport,
  type QuantizedFiles,
  type QuantizedOptions,
  qualityOf,
  quantizedEncoder,
  quantizedFiles,
  type RankingChange,
  rankingChange,
} from './quantized/index.js';
export {
  type ResolvedEncoder,
  type ResolveOptions,
  type ResolveTextOptions,
  resolveImageEncoder,
  resolveTextEncoder,
} from './resolve.js';
export { type TokenBatch, tokenBatches } from './text/batches.js';
export { loadTextEncoder, type OnnxTextEncoder, type Pooling, type TextModelOptions } from './text/index.js';
export { MAX_TOKENS_PER_BATCH, modelInputs } from './text/text-encoder.js';
export { loadTokenizer } from './text/tokenizer.js';
