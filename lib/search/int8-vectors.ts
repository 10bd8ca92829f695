import { type Matrix, row } from '../vectors/index.js';
import type { DotExports } from './dot-module.js';

const PAGE_BYTES = 65_536;
/** Numbers that one round of the inner loops of dot.wat takes. */
const CODES_A_ROUND = 32;
const FLOATS_A_ROUND = 16;
/** What float32 rounding adds to the error of a score. */
const ROUNDING = 1e-5;

/** Unit vectors as int8 with a scale each: a quarter of the memory to read, and scores with a known error. */
export interface Int8Vectors {
  /** Rows to score, and their scores: `score(n)` fills the first n. */
  readonly rows: Int32Array;
  readonly scores: Float32Array;
  /** A score is at most this far from the cosine. */
  readonly error: number;
  setQuery(unitQuery: Float32Array): void;
  score(count: number): void;
  /** The cosine of the query and a row, from the float32 vectors. */
  exact(row: number): number;
}

/** Bytes of WebAssembly memory that `int8Vectors` takes. */
export function int8Bytes({ rows, cols }: Matrix, batch: number): number {
  return layout(rows, cols, batch).bytes;
}

/** `batch` is the most rows that are scored at once. The float32 vectors stay where they are. */
export function int8Vectors(module: WebAssembly.Module, vectors: Matrix, batch: number): Int8Vectors {
  const { rows: count, cols: dim } = vectors;
  const at = layout(count, dim, batch);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(at.bytes / PAGE_BYTES) });
  const { exports } = new WebAssembly.Instance(module, { vitrine: { memory } });
  const { scoreRows, dot } = exports as unknown as DotExports;
  const { buffer } = memory;
  const query = new Float32Array(buffer, at.query, dim);
  const queryCodes = new Int16Array(buffer, at.queryCodes, dim);
  const vector = new Float32Array(buffer, at.vector, dim);
  const scales = new Float32Array(buffer, at.scales, count);

  let vectorError = 0;
  for (let i = 0; i < count; i++) {
    const codes = new Int8Array(buffer, at.codes + i * at.stride, dim);
    scales[i] = quantise(row(vectors, i), codes, 127);
    vectorError = Math.max(vectorError, distance(row(vectors, i), codes, scales[i]));
  }

  // As fine as 32-bit sums of products with codes of up to 127 allow.
  const queryLevels = Math.min(32_767, Math.floor(0x7fff_ffff / (127 * dim)));
  // |q·v − q̂·v̂| ≤ |q| |v − v̂| + |q − q̂| |v̂|, and no number of a unit query is more than half a step off.
  const queryError = (0.5 / queryLevels) * Math.sqrt(dim);
  let unit = 0;

  return {
    rows: new Int32Array(buffer, at.rows, batch),
    scores: new Float32Array(buffer, at.scores, batch),
    error: vectorError + queryError * (1 + vectorError) + ROUNDING,
    setQuery(unitQuery) {
      query.set(unitQuery);
      unit = quantise(unitQuery, queryCodes, queryLevels);
    },
    score(n) {
      scoreRows(at.queryCodes, unit, at.codes, at.stride, at.scales, at.rows, n, at.scores);
    },
    exact(r) {
      vector.set(row(vectors, r));
      return dot(at.query, at.vector, at.floatBytes);
    },
  };
}

/** Whole numbers from −levels to levels, and the number that one of them stands for. */
function quantise(vector: Float32Array, codes: Int8Array | Int16Array, levels: number): number {
  let largest = 0;
  for (let j = 0; j < vector.length; j++) largest = Math.max(largest, Math.abs(vector[j]));
  const factor = levels / largest;
  for (let j = 0; j < vector.length; j++) codes[j] = Math.round(vector[j] * factor);
  return largest / levels;
}

function distance(vector: Float32Array, codes: Int8Array, scale: number): number {
  let sum = 0;
  for (let j = 0; j < vector.length; j++) sum += (vector[j] - codes[j] * scale) ** 2;
  return Math.sqrt(sum);
}

/** Where everything lies, each part on a cache line of its own. */
function layout(count: number, dim: number, batch: number) {
  const stride = Math.ceil(dim / CODES_A_ROUND) * CODES_A_ROUND;
  const floatBytes = Math.ceil(dim / FLOATS_A_ROUND) * FLOATS_A_ROUND * 4;
  let bytes = 0;
  const part = (size: number) => {
    const start = bytes;
    bytes += Math.ceil(size / 64) * 64;
    return start;
  };
  return {
    stride,
    floatBytes,
    query: part(floatBytes),
    vector: part(floatBytes),
    queryCodes: part(stride * 2),
    rows: part(batch * 4),
    scores: part(batch * 4),
    scales: part(count * 4),
    codes: part(count * stride),
    bytes,
  };
}
