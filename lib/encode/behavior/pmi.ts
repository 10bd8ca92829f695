import { truncatedSvd } from '../../vectors/index.js';
import { type SparseMatrix, sparseTimes, sparseTransposedTimes } from '../sparse.js';
import type { Counts } from './interactions.js';

export interface PmiOptions {
  readonly dim: number;
  readonly seed: number;
  /** Products a user counts with at most, those of the largest weight: a crawler that opens every page has no taste. */
  readonly productsPerUser: number;
  /** Exponent of the counts of the second product of a pair, in (0, 1]: below 1, rare products are held back. */
  readonly smoothing: number;
}

/**
 * Vectors of products by their pointwise mutual information, as word vectors are made from words that stand together
 * (Levy & Goldberg 2014, "Neural word embedding as implicit matrix factorization"): two products that one user touched
 * count min(r, r′) / (products of the user − 1), so that a product's total from a user is at most its own weight;
 * M = max(0, ln(#(i,j) · Σ / (#(i) · #(j)))), with #(j) smoothed to the power 0.75 (Levy, Goldberg & Dagan 2015); then
 * U·√Σ of the truncated SVD of M.
 * @param counts users × products
 * @returns products × dim, row-major, the last columns 0 where the rank is lower; rows of 0 for products that were
 *   never touched beside another
 */
export function pmiVectors(counts: Counts, options: PmiOptions): Float64Array {
  const { dim, seed, smoothing } = options;
  const m = positivePmi(pairCounts(counts, options.productsPerUser), smoothing);
  const { values, left } = truncatedSvd(
    {
      rows: m.rows,
      cols: m.cols,
      times: (x, width) => sparseTimes(m, x, width),
      transposedTimes: (x, width) => sparseTransposedTimes(m, x, width),
    },
    dim,
    { seed, iterations: 4 },
  );
  const out = new Float64Array(counts.cols * dim);
  for (let i = 0; i < counts.cols; i++) {
    if (m.offsets[i] === m.offsets[i + 1]) continue;
    for (let j = 0; j < values.length; j++) {
      out[i * dim + j] = left.data[i * left.cols + j] * Math.sqrt(values[j]);
    }
  }
  return out;
}

/** How often products were touched by one user: for each product, the others and the counts. Symmetric. */
function pairCounts({ rows, cols, offsets, columns, values }: Counts, most: number): Map<number, number>[] {
  const pairs = Array.from({ length: cols }, () => new Map<number, number>());
  for (let u = 0; u < rows; u++) {
    const entries = heaviest(values, offsets[u], offsets[u + 1], most);
    for (const e of entries) {
      const of = pairs[columns[e]];
      for (const f of entries) {
        if (e === f) continue;
        const count = Math.min(values[e], values[f]) / (entries.length - 1);
        of.set(columns[f], (of.get(columns[f]) ?? 0) + count);
      }
    }
  }
  return pairs;
}

function heaviest(values: Float64Array, from: number, to: number, most: number): number[] {
  const entries = Array.from({ length: to - from }, (_, i) => from + i);
  if (entries.length <= most) return entries;
  return entries.sort((e, f) => values[f] - values[e] || e - f).slice(0, most);
}

function positivePmi(pairs: readonly Map<number, number>[], smoothing: number): SparseMatrix {
  const totals = Float64Array.from(pairs, (of) => [...of.values()].reduce((sum, x) => sum + x, 0));
  const smoothed = totals.map((x) => (x === 0 ? 0 : x ** smoothing));
  const all = smoothed.reduce((sum, x) => sum + x, 0);
  const offsets = new Uint32Array(pairs.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  pairs.forEach((of, i) => {
    for (const [j, count] of of) {
      const information = Math.log((count * all) / (totals[i] * smoothed[j]));
      if (information <= 0) continue;
      columns.push(j);
      values.push(information);
    }
    offsets[i + 1] = columns.length;
  });
  return {
    rows: pairs.length,
    cols: pairs.length,
    offsets,
    columns: Uint32Array.from(columns),
    values: Float32Array.from(values),
  };
}
