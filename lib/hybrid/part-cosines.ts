import { dot, type Matrix, row } from '../vectors/index.js';
import type { Part } from './combine.js';
import { presentRows } from './scaler.js';

/** Rows of a catalogue whose parts are measured against some queries, themselves rows of it. */
export interface PartSpace {
  readonly rows: number;
  readonly parts: readonly Matrix[];
  /** For each part, 1 / length of every row; 0 where the row lacks the part. */
  readonly inverseLengths: readonly Float64Array[];
  /** For each row, the parts that it has: bit p is part p. */
  readonly has: Uint32Array;
}

/** Cosines of some queries with every row, part by part: what stays the same whatever the weights are. */
export interface CosineBlock {
  /** The queries are numbers from … from + count − 1. */
  readonly from: number;
  readonly count: number;
  /** For each part, count × rows; 0 where either lacks the part. */
  readonly cosines: readonly Float32Array[];
}

/** Queries scored at once take this many numbers a part: 64 MB. */
const blockNumbers = 2 ** 24;

export function partSpace(parts: readonly Part[]): PartSpace {
  const { rows } = parts[0].vectors;
  const has = new Uint32Array(rows);
  const inverseLengths = parts.map(({ name, vectors, present }, p) => {
    const inverse = new Float64Array(rows);
    for (const i of presentRows(rows, present, `part ${JSON.stringify(name)}`)) {
      const vector = row(vectors, i);
      const length = Math.sqrt(dot(vector, vector));
      if (length === 0) continue;
      inverse[i] = 1 / length;
      has[i] |= 1 << p;
    }
    return inverse;
  });
  return { rows, parts: parts.map(({ vectors }) => vectors), inverseLengths, has };
}

/** Cosines of each query row with every row, in blocks of queries, by ONNX Runtime. */
export async function* cosineBlocks(
  space: PartSpace,
  queries: readonly number[],
): AsyncGenerator<CosineBlock> {
  const { createSession, floatTensor, GraphBuilder } = await import('../onnx/index.js');
  const g = new GraphBuilder();
  const product = g.op('Gemm', [g.input('queries', ['m', 'dim']), g.input('vectors', ['n', 'dim'])], {
    transB: 1,
  });
  g.output(product, 'products');
  const session = await createSession(g.build(), { device: 'cpu', memoryArena: false });
  const size = Math.max(1, Math.floor(blockNumbers / space.rows));
  try {
    for (let from = 0; from < queries.length; from += size) {
      const block = queries.slice(from, from + size);
      const cosines: Float32Array[] = [];
      for (const [p, vectors] of space.parts.entries()) {
        const asked = new Float32Array(block.length * vectors.cols);
        block.forEach((q, i) => {
          asked.set(row(vectors, q), i * vectors.cols);
        });
        const { products } = await session.run({
          queries: floatTensor(asked, [block.length, vectors.cols]),
          vectors: floatTensor(vectors.data, [vectors.rows, vectors.cols]),
        });
        cosines.push(scaled(products.data as Float32Array, block, space.inverseLengths[p]));
      }
      yield { from, count: block.length, cosines };
    }
  } finally {
    await session.close();
  }
}

function scaled(products: Float32Array, queries: readonly number[], inverse: Float64Array): Float32Array {
  const rows = inverse.length;
  queries.forEach((q, i) => {
    for (let j = 0; j < rows; j++) products[i * rows + j] *= inverse[q] * inverse[j];
  });
  return products;
}

/**
 * The cosines of one query with every row in the space that `combine` would make with these weights, from the cosines
 * of the parts: Σ wₚ·cosₚ / √(W_query · W_row), W being the total weight of the parts that a product has.
 * @param query its row
 * @param i its number in the block
 * @param weights one a part, from 0 up, of a total of 1
 * @param into one number a row; −∞ for the query itself and for rows without any part of a weight above 0
 * @returns how many rows have a cosine; 0 when the query has no part of a weight above 0
 */
export function weightedCosines(
  space: PartSpace,
  block: CosineBlock,
  query: number,
  i: number,
  weights: readonly number[],
  into: Float64Array,
): number {
  const { rows, has } = space;
  const own = weightOf(has[query], weights);
  into.fill(own > 0 ? 0 : Number.NEGATIVE_INFINITY);
  if (own === 0) return 0;
  weights.forEach((weight, p) => {
    if (weight === 0) return;
    const cosines = block.cosines[p].subarray(i * rows, (i + 1) * rows);
    for (let j = 0; j < rows; j++) into[j] += weight * cosines[j];
  });
  const factors = Float64Array.from({ length: 2 ** weights.length }, (_, mask) => {
    const weight = weightOf(mask, weights);
    return weight > 0 ? 1 / Math.sqrt(own * weight) : 0;
  });
  let found = 0;
  for (let j = 0; j < rows; j++) {
    const factor = factors[has[j]];
    if (factor === 0 || j === query) into[j] = Number.NEGATIVE_INFINITY;
    else {
      into[j] *= factor;
      found++;
    }
  }
  return found;
}

function weightOf(mask: number, weights: readonly number[]): number {
  return weights.reduce((sum, weight, p) => sum + ((mask >> p) & 1 ? weight : 0), 0);
}
