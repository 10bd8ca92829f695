/**
 * Texts, photos, categories and behaviour to vectors; models, int8, caching.
 * @module vitrine/encode
 * @example
 * ```ts
 * import { embed, resolveTextEncoder } from 'vitrine/encode';
 *
 * const texts = ['oak dining table', 'walnut table', 'desk lamp'];
 * const { encoder } = await resolveTextEncoder({ model: 'auto', corpus: texts });
 * const { vectors } = await embed(texts, encoder);
 * console.log(vectors.rows, vectors.cols);
 * ```
 */

export { type BehaviorEvents, behaviorVectors } from './behavior/index.js';
export { categoryVectors } from './category/index.js';

export { type Embedded, type EmbedOptions, embed } from './embed.js';
export type { Encoder, ImageEncoder, TextEncoder } from './encoder.js';
export { loadImageEncoder } from './image/index.js';
export { photoKeys } from './photo-keys.js';
export type { QuantizationReport } from './quantized/index.js';
export { type ResolvedEncoder, resolveImageEncoder, resolveTextEncoder } from './resolve.js';

export { loadTextEncoder } from './text/index.js';
