export { type BehaviorEvents, behaviorVectors } from './behavior/index.js';
export { categoryVectors } from './category/index.js';

export { type Embedded, type EmbedOptions, embed } from './embed.js';
export type { Encoder, ImageEncoder, TextEncoder } from './encoder.js';
export { loadImageEncoder } from './image/index.js';
export { loadLsa, saveLsa } from './lsa/index.js';
export { modelFiles, modelStatus } from './models/index.js';
export { photoKeys } from './photo-keys.js';
export {
  describeRankingChange,
  type QuantizationReport,
  quantizedEncoder,
  type RankingChange,
} from './quantized/index.js';
export { type ResolvedEncoder, resolveImageEncoder, resolveTextEncoder } from './resolve.js';

export { loadTextEncoder } from './text/index.js';
