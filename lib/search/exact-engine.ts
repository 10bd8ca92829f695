import type { Session } from '../onnx/index.js';
import { type Matrix, row } from '../vectors/index.js';
import type { Engine } from './engine.js';
import { byScore, type Neighbour } from './neighbour.js';

/** Loaded by the first search: it takes longer than the rest of this folder. */
type Onnx = typeof import('../onnx/index.js');

/** Rows and queries scored at once: 32 MB of scores at most. */
const rowBlock = 32_768;
const queryBlock = 256;

/** The share of a block's allowed rows below which copying them out costs less than scoring the whole block and masking. */
function gatherBelow(queries: number): number {
  return queries < 16 ? 0.03 : 0.25;
}

/** The graph that scores a block: queries (m × dim) · vectorsᵀ (dim × n), plus a mask of 0 and −∞ where wanted, then TopK. */
function blockGraph({ GraphBuilder }: Onnx, dim: number, masked: boolean): Uint8Array {
  const g = new GraphBuilder();
  const queries = g.input('queries', ['m', dim]);
  const vectors = g.input('vectors', ['n', dim]);
  const k = g.input('k', [1], 'int64');
  let scores = g.op('Gemm', [queries, vectors], { transB: 1 });
  if (masked) scores = g.op('Add', [scores, g.input('mask', ['n'])]);
  const [best, rows] = g.op('TopK', [scores, k], { axis: -1 }, { outputs: 2 });
  g.output(best, 'scores');
  g.output(g.op('Cast', [rows], { to: 6 }), 'rows');
  return g.build();
}

/** Brute force by ONNX Runtime. The vectors are fed as views of their own memory, so nothing is copied but the rows of a narrow filter. */
export function exactEngine(vectors: Matrix, threads?: number): Engine {
  const { cols: dim } = vectors;
  const sessions = new Map<boolean, Promise<Session>>();
  const sessionFor = (onnx: Onnx, masked: boolean) => {
    let session = sessions.get(masked);
    if (!session) {
      session = onnx.createSession(blockGraph(onnx, dim, masked), { device: 'cpu', threads });
      sessions.set(masked, session);
    }
    return session;
  };

  /** Adds the block's k best to each query's hits. */
  const scan = async (block: Block, queries: Matrix, k: number, hits: Neighbour[][]) => {
    const { data, size, rowAt, mask } = block;
    const onnx = await import('../onnx/index.js');
    const { floatTensor, int64Tensor } = onnx;
    const session = await sessionFor(onnx, mask !== undefined);
    const best = Math.min(k, size);
    for (let from = 0; from < queries.rows; from += queryBlock) {
      const count = Math.min(queryBlock, queries.rows - from);
      const { scores, rows } = await session.run({
        queries: floatTensor(queries.data.subarray(from * dim, (from + count) * dim), [count, dim]),
        vectors: floatTensor(data, [size, dim]),
        k: int64Tensor([best]),
        ...(mask && { mask: floatTensor(mask) }),
      });
      for (let i = 0; i < count * best; i++) {
        const score = (scores.data as Float32Array)[i];
        if (score === Number.NEGATIVE_INFINITY) continue;
        hits[from + Math.floor(i / best)].push({ row: rowAt((rows.data as Int32Array)[i]), score });
      }
    }
  };

  return {
    kind: 'exact',
    async search(queries, k, rows) {
      const hits: Neighbour[][] = Array.from({ length: queries.rows }, () => []);
      let blocks = 0;
      for (const block of blocksOf(vectors, rows, gatherBelow(queries.rows))) {
        await scan(block, queries, k, hits);
        blocks++;
      }
      return blocks === 1 ? hits : hits.map((all) => all.sort(byScore).slice(0, k));
    },
    write: async () => ({}),
    async close() {
      for (const session of sessions.values()) await (await session).close();
      sessions.clear();
    },
  };
}

/** Rows to score at once. */
interface Block {
  readonly data: Float32Array;
  readonly size: number;
  /** The row of the collection that row i of the block is. */
  rowAt(i: number): number;
  readonly mask?: Float32Array;
}

function* blocksOf(vectors: Matrix, rows: Int32Array | null, narrow: number): Generator<Block> {
  const { cols: dim } = vectors;
  let next = 0;
  for (let from = 0; from < vectors.rows; from += rowBlock) {
    const to = Math.min(from + rowBlock, vectors.rows);
    const whole = {
      data: vectors.data.subarray(from * dim, to * dim),
      size: to - from,
      rowAt: (i: number) => from + i,
    };
    if (!rows) {
      yield whole;
      continue;
    }
    const first = next;
    while (next < rows.length && rows[next] < to) next++;
    const allowed = rows.subarray(first, next);
    if (allowed.length === 0) continue;
    if (allowed.length === whole.size) yield whole;
    else if (allowed.length < narrow * whole.size) yield gathered(vectors, allowed);
    else {
      const mask = new Float32Array(whole.size).fill(Number.NEGATIVE_INFINITY);
      for (const r of allowed) mask[r - from] = 0;
      yield { ...whole, mask };
    }
  }
}

function gathered(vectors: Matrix, rows: Int32Array): Block {
  const { cols: dim } = vectors;
  const data = new Float32Array(rows.length * dim);
  for (let i = 0; i < rows.length; i++) data.set(row(vectors, rows[i]), i * dim);
  return { data, size: rows.length, rowAt: (i) => rows[i] };
}
