import { ArgumentError, shown } from '../../errors/index.js';
import { type Matrix, matrix, normalize, row } from '../../vectors/index.js';
import { hashed } from './hashed.js';

/** What has a place in a tree of categories: names from the root to the leaf. */
export interface Placed {
  readonly categories: readonly string[];
}

export interface CategoryVectors {
  /** n × dim in the order of the products, rows of length 1; 0 for products without a category. */
  readonly vectors: Matrix;
  /** 1 for each product that has a category. */
  readonly present: Uint8Array;
  /** Distinct places of the tree: 'Home › Furniture' and 'Home › Furniture › Chairs' are two. */
  readonly places: number;
  /** 'one-hot': a column a place. 'hashed': places share columns, by their hash. */
  readonly kind: 'one-hot' | 'hashed';
  /** The vector of a path that need not be one of theirs: of length 1 by the places that they have, 0 where they have none of it. */
  vectorOf(placed: Placed): Float32Array;
}

/**
 * Vectors of the products' category paths: products are the more alike, the longer and the rarer the beginning is that
 * their paths share. Each level of a path is a place of the tree, known by the whole path to it, and weighs
 * ln(1 + n / df), df being the number of products at it or below: deeper places are never lighter than those above
 * them (inverse document frequency; Spärck Jones 1972). Names are compared without regard to case.
 *
 * Where there are more places than `maxDim`, each is hashed to a column and a sign (Weinberger et al. 2009, "Feature
 * hashing for large scale multitask learning"), which keeps cosines right on average.
 * @throws {ArgumentError} for a maxDim below 1
 * @example combine([…, { name: 'category', vectors: categoryVectors(products).vectors, weight: 0.2 }])
 */
export function categoryVectors(
  products: readonly Placed[],
  {
    maxDim = 1024,
  }: {
    /** Columns at most. Default 1,024. */
    readonly maxDim?: number;
  } = {},
): CategoryVectors {
  if (!Number.isInteger(maxDim) || maxDim < 1) {
    throw new ArgumentError(
      `category vectors of ${shown(maxDim)} columns; give a whole number of at least 1`,
    );
  }
  const paths = products.map(placesOf);
  const counts = new Map<string, number>();
  for (const path of paths) for (const place of path) counts.set(place, (counts.get(place) ?? 0) + 1);
  const places = counts.size;
  const kind = places <= maxDim ? 'one-hot' : 'hashed';
  const cols = Math.max(1, Math.min(places, maxDim));
  const columnOf = new Map<string, { column: number; sign: number }>();
  for (const place of counts.keys()) {
    columnOf.set(place, kind === 'one-hot' ? { column: columnOf.size, sign: 1 } : hashed(place, cols));
  }
  const fill = (vector: Float32Array, path: readonly string[]) => {
    for (const place of path) {
      const at = columnOf.get(place);
      if (at) vector[at.column] += at.sign * Math.log1p(products.length / counts.get(place)!);
    }
    return normalize(vector) > 0;
  };
  const vectors = matrix(products.length, cols);
  const present = Uint8Array.from(paths, (path, i) => (fill(row(vectors, i), path) ? 1 : 0));
  const vectorOf = (placed: Placed) => {
    const vector = new Float32Array(cols);
    fill(vector, placesOf(placed));
    return vector;
  };
  return { vectors, present, places, kind, vectorOf };
}

/** The places on the way to a product's leaf, each named by the whole path to it. */
function placesOf({ categories }: Placed): string[] {
  const levels = categories.map((level) => level.normalize('NFC').trim().toLowerCase()).filter(Boolean);
  return levels.map((_, depth) => JSON.stringify(levels.slice(0, depth + 1)));
}
