import { setImmediate } from 'node:timers/promises';
import { fitPca } from '../hybrid/index.js';
import { exactIndex } from '../search/index.js';
import { createRandom, type Matrix, row } from '../vectors/index.js';

export interface UmapOptions {
  readonly seed: number;
  /** Points in a neighbourhood, the point itself among them. */
  readonly neighbors: number;
  /** Least distance of two points on the map, in [0, 1]. */
  readonly minDist: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Cosine distances below this are rounding: the points are one. */
const rounding = 1e-6;
/** Epochs run in pieces of this many milliseconds, so that the thread can do something else between them. */
const pieceMs = 50;

/**
 * Places n unit vectors in the plane by UMAP (McInnes, Healy and Melville, arXiv:1802.03426) over cosine distances,
 * with exact neighbours, from where PCA puts them (Kobak and Linderman, Nature Biotechnology 39, 2021: a random start
 * loses the large structure).
 * @param vectors n × d of length 1, with n > `neighbors` ≥ 2
 * @returns n × 2
 */
export async function umapLayout(
  vectors: Matrix,
  { seed, neighbors, minDist, onProgress }: UmapOptions,
): Promise<number[][]> {
  const { UMAP } = await import('umap-js');
  const random = createRandom(seed);
  const { indices, distances } = await neighborhoods(vectors, neighbors);
  const umap = new UMAP({ nComponents: 2, nNeighbors: neighbors, minDist, random: random.uniform });
  umap.setPrecomputedKNN(indices, distances);
  // With neighbours given, only the number of points is read.
  const epochs = umap.initializeFit(indices);
  const layout = umap.getEmbedding();
  pcaLayout(vectors, seed).forEach((start, i) => {
    layout[i] = start.map((coordinate) => coordinate + 1e-4 * random.normal());
  });
  for (let done = 0, paused = Date.now(); done < epochs; ) {
    done = umap.step();
    if (Date.now() - paused < pieceMs && done < epochs) continue;
    onProgress?.(done, epochs);
    await setImmediate();
    paused = Date.now();
  }
  return layout;
}

/** The two directions of greatest variance, the farthest coordinate at ±10; fewer points than 3 lie on a line, equal ones at 0. */
export function pcaLayout(vectors: Matrix, seed: number): number[][] {
  const dim = Math.min(2, vectors.rows - 1, vectors.cols);
  if (dim < 1) return Array.from({ length: vectors.rows }, () => [0, 0]);
  const placed = fitPca(vectors, dim, { seed }).transform(vectors);
  const largest = placed.data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const scale = largest > rounding ? 10 / largest : 0;
  return Array.from({ length: vectors.rows }, (_, i) => {
    const [x, y = 0] = row(placed, i);
    return [x * scale, y * scale];
  });
}

/** Each point and its nearest others, as UMAP wants them: the point itself first, at distance 0. */
async function neighborhoods(vectors: Matrix, size: number) {
  const index = exactIndex(vectors);
  try {
    const found = await index.searchBatch(vectors, size);
    const others = found.map((hits, i) => hits.filter((hit) => hit.row !== i).slice(0, size - 1));
    return {
      indices: others.map((hits, i) => [i, ...hits.map((hit) => hit.row)]),
      distances: others.map((hits) => [0, ...hits.map(({ score }) => distance(score))]),
    };
  } finally {
    await index.close();
  }
}

function distance(cosine: number): number {
  return 1 - cosine < rounding ? 0 : 1 - cosine;
}
