export {
  type FallbackAnswer,
  type FallbackOptions,
  type FallbackSearch,
  withFallback,
} from './fallback.js';
export type {
  Collection,
  PineconeOptions,
  PineconeStore,
  UploadOptions,
  UploadReport,
} from './pinecone-store.js';
export { localSearch, type ProductSearch, type ProductSearchOptions } from './product-search.js';
export { openPinecone } from './store.js';
