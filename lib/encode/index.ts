export { type BehaviorEvents, behaviorVectors } from './behavior/index.js';
export { categoryVectors } from './category/index.js';

export { type Embedded, type EmbedOptions, embed } from './embed.js';
export type { Encoder, ImageEncoder, TextEncoder } from './encoder.js';
export { loadImageEncoder } from './image/index.js';
export { photoKeys } from './photo-keys.js';
export type { QuantizationReport } from './quantized/index.js';
export { type ResolvedEncoder, resolveImageEncoder, resolveTextEncoder } from './resolve.js';

export { loadTextEncoder } from './text/index.js';
