import type { ProductFilters } from '../filters.js';
import type { Neighbour } from '../neighbour.js';
import type { ProductFilter } from '../product-filter.js';
import type { VectorIndex } from '../vector-index.js';

/** Nearest products of a catalogue by vector, wherever the vectors are kept. */
export interface ProductSearch {
  /** The k products nearest to a query, that meet the filter: rows of the catalogue, best first. */
  search(query: Float32Array, k: number, options?: ProductSearchOptions): Promise<Neighbour[]>;
  /** Throws for a filter that cannot be meant, such as a category that no product has. */
  check?(filter: ProductFilter): void;
}

export interface ProductSearchOptions {
  readonly filter?: ProductFilter;
  readonly signal?: AbortSignal;
}

/**
 * An index on this machine as a `ProductSearch`.
 * @example
 * const local = localSearch(await createIndex(vectors), compileFilters(products));
 * await local.search(query, 5, { filter: { category: 'Chairs' } }) // [{ row: 8, score: 0.91 }, …], 5 at most
 */
export function localSearch(index: VectorIndex, filters: ProductFilters): ProductSearch {
  return {
    search: (query, k, { filter } = {}) => index.search(query, k, { rows: filter && filters.rows(filter) }),
    check(filter) {
      filters.rows(filter);
    },
  };
}
