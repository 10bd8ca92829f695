export { type ImageModelOptions, loadImageEncoder, type OnnxImageEncoder } from './image-encoder.js';
export type { Preprocessing } from './preprocessing.js';
