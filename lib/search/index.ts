/**
 * Exact, HNSW and keyword search, fusion, filters, diversity; Pinecone.
 * @module vitrine/search
 * @example
 * ```ts
 * import { bm25Index, exactIndex } from 'vitrine/search';
 * import { fromRows } from 'vitrine/vectors';
 *
 * const index = exactIndex(fromRows([[1, 0], [0.6, 0.8]]));
 * console.log(await index.search(Float32Array.of(0, 1), 1)); // row 1, a cosine of 0.8
 * console.log(bm25Index(['oak table', 'desk lamp']).search('lamp', 1)); // row 1
 * ```
 */

export { type Bm25Index, bm25Index } from './bm25.js';
export { createIndex, exactIndex, type IndexChoice } from './create-index.js';
export { compileFilters, type ProductFilters } from './filters.js';
export { reciprocalRankFusion } from './fusion.js';
export { loadIndex } from './load.js';
export { maximalMarginalRelevance } from './mmr.js';
export type { Neighbour } from './neighbour.js';
export { parseFilter } from './parse-filter.js';
export type { ProductFilter } from './product-filter.js';

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
