import { z } from 'zod';
import { ArgumentError } from '../errors/index.js';
import { parseOptions } from '../records/index.js';
import type { Matrix } from '../vectors/index.js';
import type { HnswParameters } from './engine.js';
import { exactEngine } from './exact-engine.js';
import { hnswAvailable } from './hnsw-available.js';
import { buildHnsw } from './hnsw-engine.js';
import { crossover, measuredRates } from './measured-crossover.js';
import { collection, type ZeroRows } from './validate.js';
import { type VectorIndex, vectorIndex } from './vector-index.js';

export interface ExactOptions {
  /**
   * What to do with a row of zeros, which has no direction: 'refuse' throws an error, 'leave out' never finds it.
   * Default 'refuse'.
   */
  readonly zeroRows?: ZeroRows;
  /** Threads that a search uses. Default one for each physical core. */
  readonly threads?: number;
}

export interface HnswOptions {
  /** Links of a point on each level, 2 to 100. Default 16. */
  readonly M?: number;
  /** How widely neighbours are looked for while building, at least 1. Default 200. */
  readonly efConstruction?: number;
  /** How widely a search looks, at least 1; more finds more, slower. Default 100. */
  readonly ef?: number;
  /** Decides the levels of the points. Default 42. */
  readonly seed?: number;
  /**
   * What to do with a row of zeros, which has no direction: 'refuse' throws an error, 'leave out' never finds it.
   * Default 'refuse'.
   */
  readonly zeroRows?: ZeroRows;
  /** Called as points are added: how many are in, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Which index to build: 'auto' decides by size, see `createIndex`. */
export type IndexChoice = 'auto' | 'exact' | 'hnsw';

/** Vectors from which 'auto' takes HNSW: the measured crossover, to two digits. */
const hnswFrom = Number(crossover(measuredRates).toPrecision(2));

const hnswSchema = z.object({
  M: z.int().min(2).max(100).default(16),
  efConstruction: z.int().min(1).default(200),
  ef: z.int().min(1).default(100),
  seed: z.int().default(42),
});

/**
 * An index that compares a query with every vector: recall 1, nothing to build. Scores are cosines; vectors that have
 * length 1 already are used in place, others copied. Batches of 100 queries and more use the CPU best.
 * @throws {ArgumentError} for no vectors, NaN, or a row of zeros.
 */
export function exactIndex(vectors: Matrix, { zeroRows, threads }: ExactOptions = {}): VectorIndex {
  const held = collection(vectors, zeroRows);
  return vectorIndex(exactEngine(held.unit, threads), held);
}

/**
 * An approximate index: a Hierarchical Navigable Small World graph (Malkov & Yashunin 2018), built by hnswlib, which
 * passes it on through a file in the folder for temporary ones. It is searched over codes of the vectors, half their size,
 * kept beside `vectors`, from which scores and order are then taken; recall is that of hnswlib's own search, among
 * variants of one product too. Where the CPU has no vector instructions for WebAssembly, hnswlib-node searches it and
 * `hnswAvailable` says so. A narrow filter is answered exactly. Same seed, same graph.
 * @throws {UserError} where hnswlib-node is not installed, {ArgumentError} as `exactIndex`, and for parameters out of range.
 */
export async function hnswIndex(vectors: Matrix, options: HnswOptions = {}): Promise<VectorIndex> {
  const parameters: HnswParameters = parseOptions('hnswIndex', hnswSchema, options);
  const held = collection(vectors, options.zeroRows);
  return vectorIndex(await buildHnsw(held.unit, parameters, options.onProgress), held);
}

/**
 * The index of a kind, or of the kind that suits the size, and a sentence on why.
 *
 * 'auto' takes HNSW from 73,000 vectors, where it overtakes exact search in batches, which is how a run asks; one by one
 * it is then ahead by far, and below that size HNSW would answer a run more slowly, with a recall below 1, after a
 * build that takes longer than all its queries. Measured (2 cores, vectors of 384, queries a second):
 *
 * | vectors | exact, batches of 1,000 | exact, one by one | HNSW | HNSW built in | recall@10 |
 * |---|---|---|---|---|---|
 * | 1,000 | 363,017 | 35,534 | 18,281 | 0.12 s | 0.9970 |
 * | 3,000 | 164,015 | 18,667 | 13,723 | 0.472 s | 0.9932 |
 * | 10,000 | 57,298 | 8,440 | 12,064 | 2.12 s | 0.9999 |
 * | 30,000 | 19,143 | 2,231 | 11,461 | 11.2 s | 1.0000 |
 * | 100,000 | 5,517 | 160 | 6,602 | 48.1 s | 0.9996 |
 * | 300,000 | 1,815 | 65 | 5,289 | 137 s | 0.9962 |
 *
 * These vectors lie around 500 centres, cosines of 0.67; closer together (cosines of 0.9975) HNSW answers twice as many
 * queries, measured at 30,000 and 80,000; exact search does the same sums for any vectors, so the choice is no other.
 *
 * The length of the vectors makes no difference to the choice, for both kinds slow down with it: at 4,000 vectors exact
 * search on one thread is 16, 14 and 14 times as fast as HNSW at 64, 384 and 2,432 numbers. The figures are part of the
 * code and nothing is timed when an index is made, so that the same input gives the same index everywhere; `npm run
 * bench -- crossover` measures them again. An index that answers single queries all day gains from HNSW from a few
 * thousand vectors, once it has been built: ask for it by `kind`.
 *
 * @throws {ArgumentError} for an unknown kind, and as `exactIndex` and `hnswIndex`.
 */
export async function createIndex(
  vectors: Matrix,
  { kind = 'auto', ...options }: HnswOptions & { readonly kind?: IndexChoice } = {},
): Promise<{ readonly index: VectorIndex; readonly reason: string }> {
  if (!['auto', 'exact', 'hnsw'].includes(kind)) {
    throw new ArgumentError(`index kind ${JSON.stringify(kind)} is unknown; choose auto, exact or hnsw`);
  }
  const { kind: chosen, reason } = await choose(kind, vectors.rows);
  const index = chosen === 'hnsw' ? await hnswIndex(vectors, options) : exactIndex(vectors, options);
  return { index, reason };
}

async function choose(kind: IndexChoice, rows: number): Promise<{ kind: 'exact' | 'hnsw'; reason: string }> {
  if (kind !== 'auto') return { kind, reason: `${kind} search, as asked` };
  const count = rows.toLocaleString('en');
  const limit = hnswFrom.toLocaleString('en');
  if (rows < hnswFrom) {
    return { kind: 'exact', reason: `exact search: ${count} vectors, and HNSW pays from ${limit}` };
  }
  const { available, reason } = await hnswAvailable();
  return available
    ? { kind: 'hnsw', reason: `HNSW: ${count} vectors, ${limit} or more; ${reason}` }
    : { kind: 'exact', reason: `exact search although HNSW would pay for ${count} vectors: ${reason}` };
}
