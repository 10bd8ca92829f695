export type { Pooling } from './pooling.js';
export { loadTextEncoder, type OnnxTextEncoder, type TextModelOptions } from './text-encoder.js';
