export {
  type Bm25Document,
  type Bm25Index,
  type Bm25Options,
  type Bm25SearchOptions,
  bm25Index,
} from './bm25.js';
export {
  createIndex,
  type ExactOptions,
  exactIndex,
  type HnswOptions,
  hnswIndex,
  type IndexChoice,
} from './create-index.js';
export { editDistance, nearestNames, suggest } from './edit-distance.js';
export { SearchError } from './errors.js';
export { compileFilters, type FilterValue, type ProductFilters } from './filters.js';
export { type FusionOptions, reciprocalRankFusion } from './fusion.js';
export { hnswAvailable } from './hnsw-available.js';
export { type LoadOptions, loadIndex } from './load.js';
export { type MmrOptions, maximalMarginalRelevance } from './mmr.js';
export { byScore, type Neighbour } from './neighbour.js';
export { parseFilter } from './parse-filter.js';
export { NAMED_FILTERS, type NamedFilter, type ProductFilter } from './product-filter.js';
export type { RowFilter, Rows } from './rows.js';
export type { SavedWith } from './saved-with.js';
export { type SharedWord, type WordStatistics, wordStatistics } from './shared-words.js';
export {
  type CatalogStore,
  type Collection,
  catalogStore,
  type FallbackAnswer,
  type FallbackOptions,
  type FallbackSearch,
  localSearch,
  openPinecone,
  type PineconeOptions,
  type ProductSearch,
  type ProductSearchOptions,
  type UploadOptions,
  type UploadReport,
  type VectorStore,
  withFallback,
} from './stores/index.js';
export { tokenize } from './tokenize.js';
export { checkK, type ZeroRows } from './validate.js';
export type { SearchOptions, VectorIndex } from './vector-index.js';
