export { type ImageBatch, type ImageBatchOptions, imageBatches } from './batches.js';

export { type StratifiedSplitOptions, stratifiedSplit } from './split.js';
