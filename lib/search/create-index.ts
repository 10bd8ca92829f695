import { z } from 'zod';
import { ArgumentError } from '../errors/index.js';
import type { Matrix } from '../vectors/index.js';
import type { HnswParameters } from './engine.js';
import { exactEngine } from './exact-engine.js';
import { hnswAvailable } from './hnsw-available.js';
import { buildHnsw } from './hnsw-engine.js';
import { collection, type ZeroRows } from './validate.js';
import { type VectorIndex, vectorIndex } from './vector-index.js';

export interface ExactOptions {
  /** What to do with a row of zeros, which has no direction: an error (default), or to never find it. */
  readonly zeroRows?: ZeroRows;
  /** Threads; one for each physical core. */
  readonly threads?: number;
}

export interface HnswOptions {
  /** Links of a point on each level, 2 to 100; 16. */
  readonly M?: number;
  /** How widely neighbours are looked for while building; 200. */
  readonly efConstruction?: number;
  /** How widely a search looks; more finds more, slower; 100. */
  readonly ef?: number;
  /** 42. */
  readonly seed?: number;
  readonly zeroRows?: ZeroRows;
  /** Called as points are added. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Which index to build: 'auto' decides by size. */
export type IndexChoice = 'auto' | 'exact' | 'hnsw';

/** Rows from which 'auto' takes HNSW. */
const HNSW_FROM = 50_000;

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
 * An approximate index: a Hierarchical Navigable Small World graph (Malkov & Yashunin 2018) by hnswlib.
 * The vectors are kept, for a narrow filter is answered exactly. Same seed, same graph.
 * @throws {SearchError} where hnswlib-node is not installed, {ArgumentError} as `exactIndex`, and for parameters out of range.
 */
export async function hnswIndex(vectors: Matrix, options: HnswOptions = {}): Promise<VectorIndex> {
  const parsed = hnswSchema.safeParse(options);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ArgumentError(`hnsw ${issue.path.join('.')}: ${issue.message}`);
  }
  const parameters: HnswParameters = parsed.data;
  const held = collection(vectors, options.zeroRows);
  return vectorIndex(await buildHnsw(held.unit, parameters, options.onProgress), held);
}

/** The index of a kind, or of the kind that suits the size, and a sentence on why. */
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
  const limit = HNSW_FROM.toLocaleString('en');
  if (rows < HNSW_FROM) {
    return { kind: 'exact', reason: `exact search: ${count} vectors, and HNSW pays from ${limit}` };
  }
  const { available, reason } = await hnswAvailable();
  return available
    ? { kind: 'hnsw', reason: `HNSW: ${count} vectors, ${limit} or more` }
    : { kind: 'exact', reason: `exact search although HNSW would pay for ${count} vectors: ${reason}` };
}
