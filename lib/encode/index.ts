export type { BatchOptions, EncodedBatch, Encoder, ImageEncoder, TextEncoder } from './encoder.js';
export { fitLsa, loadLsa, saveLsa } from './lsa/index.js';
