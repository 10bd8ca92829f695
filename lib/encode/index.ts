export { type BehaviorEvents, behaviorVectors } from './behavior/index.js';
export { categoryVectors } from './category/index.js';

export { descriptorEncoder } from './descriptors/index.js';
export { type Embedded, type EmbedOptions, embed } from './embed.js';
export type { Encoder, ImageEncoder, TextEncoder } from './encoder.js';
export { loadImageEncoder } from './image/index.js';
export { fitLsa, loadLsa, saveLsa } from './lsa/index.js';
export { knownModels, ModelUnavailableError, modelFiles, modelStatus } from './models/index.js';
export { photoKeys } from './photo-keys.js';
export {
  describeRankingChange,
  type Quality,
  type QuantizationReport,
  qualityOf,
  quantizedEncoder,
  type RankingChange,
} from './quantized/index.js';
export { type ResolvedEncoder, resolveImageEncoder, resolveTextEncoder } from './resolve.js';
export { type TokenBatch, tokenBatches } from './text/batches.js';
export { loadTextEncoder, type OnnxTextEncoder } from './text/index.js';
export { maxTokensPerBatch, modelInputs } from './text/text-encoder.js';
export { loadTokenizer } from './text/tokenizer.js';
