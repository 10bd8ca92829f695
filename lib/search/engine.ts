import type { Matrix } from '../vectors/index.js';
import type { Neighbour } from './neighbour.js';

/** The one file that an engine may leave beside the sidecar. */
export const hnswFile = 'index.hnsw';

/** What an engine left on disk, for the sidecar. */
export interface WrittenIndex {
  /** The file it wrote; none where the vectors are all there is. */
  readonly file?: { readonly name: typeof hnswFile; readonly sha256: string; readonly bytes: number };
  readonly parameters?: HnswParameters;
  readonly library?: string;
}

/** What an HNSW graph was built with, and `ef`, how widely it is searched. */
export interface HnswParameters {
  readonly M: number;
  readonly efConstruction: number;
  readonly ef: number;
  readonly seed: number;
}

/** Searches checked, unit-length vectors; arguments are trusted. */
export interface Engine {
  readonly kind: 'exact' | 'hnsw';
  /** k is at most the number of rows that may be found; `rows` is ascending and not empty. */
  search(queries: Matrix, k: number, rows: Int32Array | null): Promise<Neighbour[][]>;
  write(directory: string): Promise<WrittenIndex>;
  close(): Promise<void>;
}
