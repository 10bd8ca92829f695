export {
  type CatalogStore,
  type Collection,
  catalogStore,
  type UploadOptions,
  type UploadReport,
} from './catalog-store.js';
export {
  type FallbackAnswer,
  type FallbackOptions,
  type FallbackSearch,
  withFallback,
} from './fallback.js';
export { openPinecone } from './open-pinecone.js';
export type { PineconeOptions } from './pinecone/options.js';
export { localSearch, type ProductSearch, type ProductSearchOptions } from './product-search.js';
export type { VectorStore } from './vector-store.js';
