export { descriptorEncoder } from './descriptors/index.js';
export { type Embedded, type EmbedOptions, type EmbedProgress, embed } from './embed.js';
export type { BatchOptions, EncodedBatch, Encoder, ImageEncoder, TextEncoder } from './encoder.js';
export { fitLsa, loadLsa, saveLsa } from './lsa/index.js';
export { photoKeys } from './photo-keys.js';
