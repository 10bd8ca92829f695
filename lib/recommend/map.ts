import type { Product } from '../catalog/index.js';
import { ArgumentError, shown } from '../errors/index.js';
import { createRandom, normalizeRows, row, selectRows } from '../vectors/index.js';
import { mapCategories } from './map-categories.js';
import type { Recommender, Space } from './recommender.js';
import { pcaLayout, umapLayout } from './umap-layout.js';

export interface MapOptions {
  /** Vectors that are laid out. Default 'hybrid'. */
  readonly space?: Space;
  /** Decides which products are drawn and where the layout begins; the same seed gives the same map. Default 42. */
  readonly seed?: number;
  /** Products in a neighbourhood, 2 to 200: few show fine structure, many the large one. Default 15. */
  readonly neighbors?: number;
  /**
   * Least distance of two points, in [0, 1]: 0 packs clusters tightly, 1 leaves room to point at each product.
   * Default 0.8.
   */
  readonly minDist?: number;
  /** Products that are laid out at most, drawn by the seed where there are more, 1 to 50,000. Default 5,000. */
  readonly sample?: number;
  /** Categories to tell apart, 1 to 10. Default 10. */
  readonly categories?: number;
  /** Called as the layout improves: epochs that are done, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Products in the plane, similar ones near each other. All lists are parallel, in the order of the catalogue. */
export interface CatalogMap {
  /** Coordinates without a unit: only nearness means something, and far distances little. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly ids: readonly string[];
  /** What to colour by: a category of the level that tells most apart, '(other)' or '(none)'. */
  readonly categories: readonly string[];
  readonly products: readonly Product[];
  /** Each product's photo on this machine, null where there is none. */
  readonly photos: readonly (string | null)[];
  readonly space: Space;
  /** UMAP; PCA for fewer than 10 products, among which neighbourhoods mean nothing. */
  readonly method: 'UMAP' | 'PCA';
  /** One sentence: how many products, placed how, and which are not there. */
  readonly description: string;
}

/** UMAP needs more points than neighbours, and a few more for neighbourhoods to differ. */
const leastForUmap = 10;

/**
 * A map of the catalogue: UMAP (McInnes, Healy and Melville, arXiv:1802.03426) over cosine distances, with exact
 * neighbours, started from PCA. Products without a vector in the space are not on it. One product is a point, two
 * are a line.
 * @throws {ArgumentError} for an option out of range, or a space in which no product has a vector
 * @example
 * const map = await catalogMap(shop, { seed: 42 });
 * await showPlot(mapFigure(map), { name: 'map', hoverImages: map.photos });
 */
export async function catalogMap(recommender: Recommender, options: MapOptions = {}): Promise<CatalogMap> {
  const { space = 'hybrid', seed = 42, neighbors = 15, minDist = 0.8, sample = 5_000 } = options;
  const { categories = 10, onProgress } = options;
  const { products, photos, spaces } = recommender;
  checkOptions({ space, neighbors, minDist, sample, categories }, Object.keys(spaces));
  const vectors = recommender.vectors(space);
  const present = products.map((_, i) => i).filter((i) => row(vectors, i).some((x) => x !== 0));
  if (present.length === 0) {
    throw new ArgumentError(
      `no product has a vector in the space ${shown(space)}; map another, such as 'hybrid'`,
    );
  }
  const rows =
    present.length <= sample
      ? present
      : createRandom(seed)
          .shuffle(present)
          .slice(0, sample)
          .sort((a, b) => a - b);
  const points = normalizeRows(selectRows(vectors, rows));
  const method = rows.length < leastForUmap ? 'PCA' : 'UMAP';
  const size = Math.min(neighbors, rows.length - 1);
  const placed =
    method === 'PCA'
      ? pcaLayout(points, seed)
      : await umapLayout(points, { seed, neighbors: size, minDist, onProgress });
  const mapped = rows.map((i) => products[i]);
  return {
    x: placed.map(([x]) => x),
    y: placed.map(([, y]) => y),
    ids: mapped.map((product) => product.id),
    categories: mapCategories(mapped, categories),
    products: mapped,
    photos: rows.map((i) => photos[i]),
    space,
    method,
    description: describe(method, size, [rows.length, present.length, products.length]),
  };
}

function describe(method: 'UMAP' | 'PCA', neighbors: number, counts: readonly number[]): string {
  const [mapped, present, all] = counts.map((count) => count.toLocaleString('en'));
  const sampled = mapped === present ? '' : `, a sample of ${present},`;
  const products = `${mapped} product${mapped === '1' ? '' : 's'}${sampled}`;
  const how = method === 'UMAP' ? `by UMAP with ${neighbors} neighbours` : 'by PCA, as UMAP needs 10 or more';
  const missing = counts[2] - counts[1];
  const without =
    missing > 0 ? `; ${missing.toLocaleString('en')} of ${all} have no vector and are not on it` : '';
  return `${products} placed ${how}${without}`;
}

function checkOptions(
  { space, neighbors, minDist, sample, categories }: Required<Omit<MapOptions, 'seed' | 'onProgress'>>,
  spaces: readonly string[],
): void {
  if (!spaces.includes(space)) {
    throw new ArgumentError(`space ${shown(space)} is unknown; choose ${spaces.join(', ')}`);
  }
  for (const [name, value, low, high] of [
    ['neighbors', neighbors, 2, 200],
    ['sample', sample, 1, 50_000],
    ['categories', categories, 1, 10],
  ] as const) {
    if (!Number.isInteger(value) || value < low || value > high) {
      throw new ArgumentError(
        `${name} is ${shown(value)}; give a whole number from ${low} to ${high.toLocaleString('en')}`,
      );
    }
  }
  if (!(minDist >= 0 && minDist <= 1)) {
    throw new ArgumentError(`minDist is ${shown(minDist)}; give a number from 0 to 1, such as 0.1`);
  }
}
