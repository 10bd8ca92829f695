import { ArgumentError, UserError } from '../errors/index.js';
import { makeFolder } from '../store/index.js';
import type { Matrix } from '../vectors/index.js';
import type { Engine } from './engine.js';
import type { Neighbour } from './neighbour.js';
import { type Rows, resolveRows } from './rows.js';
import type { SavedWith } from './saved-with.js';
import { writeSidecar } from './sidecar.js';
import { type Collection, checkK, checkQueries } from './validate.js';

export interface SearchOptions {
  /** The rows that may be returned; `ProductFilters.rows` gives them. Default all. */
  readonly rows?: Rows;
}

/**
 * Finds the vectors most similar to a query. Scores are cosines in [-1, 1], rounding aside; results come by score
 * descending, equal scores by row ascending. There are always min(k, rows allowed) of them.
 */
export interface VectorIndex {
  readonly kind: 'exact' | 'hnsw';
  /** Rows of the collection; row numbers run from 0 to size − 1. */
  readonly size: number;
  /** Rows of zeros that were left out, and are never found. */
  readonly leftOut: number;
  /** Numbers a vector. */
  readonly dim: number;
  /**
   * The k nearest of one query of `dim` numbers, of any length but 0.
   * @throws {ArgumentError} for k < 1, a query of another length, with NaN, or of zeros only.
   */
  search(query: Float32Array, k: number, options?: SearchOptions): Promise<Neighbour[]>;
  /** The k nearest of each row of `queries` (m × dim); much faster than one by one. Errors as `search`, naming the row. */
  searchBatch(queries: Matrix, k: number, options?: SearchOptions): Promise<Neighbour[][]>;
  /** Writes `index.json`, and for HNSW `index.hnsw`, into a folder, which is made; `loadIndex` opens it again. */
  save(directory: string, about: SavedWith): Promise<void>;
  /** Frees memory; a closed index cannot be searched. */
  close(): Promise<void>;
}

/** A `VectorIndex` over an engine: checks what comes in, and translates between rows of the collection and rows that the engine holds. */
export function vectorIndex(engine: Engine, { unit, rowOf, total }: Collection): VectorIndex {
  let closed = false;
  const dim = unit.cols;

  const searchBatch = async (queries: Matrix, k: number, { rows }: SearchOptions = {}) => {
    if (closed) throw new UserError('this index was closed; build or load it again to search');
    checkK(k);
    const unitQueries = checkQueries(queries, dim);
    const allowed = resolveRows(rows, total);
    const held = allowed && rowOf ? heldRows(allowed, rowOf) : allowed;
    const results =
      held?.length === 0 || queries.rows === 0
        ? Array.from({ length: queries.rows }, () => [])
        : await engine.search(unitQueries, Math.min(k, held?.length ?? unit.rows), held);
    return rowOf
      ? results.map((hits) => hits.map(({ row, score }) => ({ row: rowOf[row], score })))
      : results;
  };

  return {
    kind: engine.kind,
    size: total,
    leftOut: total - unit.rows,
    dim,
    searchBatch,
    search: async (query, k, options) =>
      (await searchBatch({ rows: 1, cols: query.length, data: query }, k, options))[0],
    async save(directory, about) {
      if (about.ids.length !== total) {
        throw new ArgumentError(
          `the index has ${total} rows and ${about.ids.length} ids were given; give one id a row`,
        );
      }
      await makeFolder(directory);
      const written = await engine.write(directory);
      await writeSidecar(directory, { kind: engine.kind, unit, total, about, written });
    },
    async close() {
      closed = true;
      await engine.close();
    },
  };
}

/** Positions in `rowOf` of the allowed rows that it has; both ascending. */
function heldRows(allowed: Int32Array, rowOf: Int32Array): Int32Array {
  const held = new Int32Array(Math.min(allowed.length, rowOf.length));
  let n = 0;
  let i = 0;
  for (const r of allowed) {
    while (i < rowOf.length && rowOf[i] < r) i++;
    if (rowOf[i] === r) held[n++] = i;
  }
  return held.subarray(0, n);
}
