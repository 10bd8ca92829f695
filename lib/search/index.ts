export { tokenize } from '../language/index.js';
export { type Bm25Index, bm25Index } from './bm25.js';
export { createIndex, exactIndex, type IndexChoice } from './create-index.js';
export { suggest } from './edit-distance.js';
export { compileFilters, type ProductFilters } from './filters.js';
export { reciprocalRankFusion } from './fusion.js';
export { loadIndex } from './load.js';
export { maximalMarginalRelevance } from './mmr.js';
export type { Neighbour } from './neighbour.js';
export { parseFilter } from './parse-filter.js';
export type { ProductFilter } from './product-filter.js';
export type { Rows } from './rows.js';

export { type SharedWord, wordStatistics } from './shared-words.js';
export {
  localSearch,
  openPinecone,
  type PineconeOptions,
  type VectorStore,
  withFallback,
} from './stores/index.js';
export { checkK } from './validate.js';
export type { VectorIndex } from './vector-index.js';
