export { type AdModelMetadata, modelMetadataSchema } from './model-metadata.js';
export { type FoundAdModel, findAdModel, registerAdQuality } from './registry.js';
