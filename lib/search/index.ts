export {
  type Bm25Document,
  type Bm25Index,
  type Bm25Options,
  type Bm25SearchOptions,
  bm25Index,
} from './bm25.js';
export { editDistance, nearestNames } from './edit-distance.js';
export { SearchError } from './errors.js';
export { compileFilters, type FilterValue, type ProductFilters } from './filters.js';
export { type FusionOptions, reciprocalRankFusion } from './fusion.js';
export { byScore, type Neighbour } from './neighbour.js';
export { parseFilter } from './parse-filter.js';
export { NAMED_FILTERS, type NamedFilter, type ProductFilter } from './product-filter.js';
export type { RowFilter, Rows } from './rows.js';
export { tokenize } from './tokenize.js';
