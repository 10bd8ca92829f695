export { type AugmentOptions, augmentPixels } from './augment.js';
export { type ImageBatch, type ImageBatchOptions, imageBatches } from './batches.js';
export { type DecodedImage, type DecodeOptions, decodeImage, ImageError, type ImageSize } from './decode.js';
export { PixelCache, type PixelCacheOptions } from './pixel-cache.js';
export { type StratifiedSplitOptions, stratifiedSplit } from './split.js';
