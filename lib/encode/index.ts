export type { BatchOptions, EncodedBatch, Encoder, ImageEncoder, TextEncoder } from './encoder.js';
