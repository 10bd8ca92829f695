import { createRandom } from '../../vectors/index.js';
import { solveSymmetric } from './cholesky.js';
import { type Counts, transposed } from './interactions.js';

export interface AlsOptions {
  readonly dim: number;
  readonly seed: number;
  /** How fast confidence grows with the weight r of what a user did: c = 1 + confidence · r. */
  readonly confidence: number;
  /** Added to the diagonal of every system: λ. */
  readonly regularization: number;
  /** Times that users and products are solved for. */
  readonly iterations: number;
}

/**
 * Factors of products by matrix factorisation for implicit feedback (Hu, Koren & Volinsky 2008, "Collaborative
 * filtering for implicit feedback datasets"): the x and y that make Σ c · (p − x·y)² + λ (Σ|x|² + Σ|y|²) small over all
 * pairs of user and product, p being 1 where the user did anything with the product, c = 1 + confidence · r. Users and
 * products are solved for in turn, each exactly, with their YᵀY trick: time O(entries · dim² + (users + products) · dim³).
 * @param counts users × products
 * @returns products × dim, row-major; 0 for products that nobody touched
 */
export function alternatingLeastSquares(counts: Counts, options: AlsOptions): Float64Array {
  const { dim, seed, iterations } = options;
  const byProduct = transposed(counts);
  const random = createRandom(seed);
  const users = new Float64Array(counts.rows * dim);
  const products = new Float64Array(counts.cols * dim);
  for (let p = 0; p < counts.cols; p++) {
    const touched = byProduct.offsets[p + 1] > byProduct.offsets[p];
    for (let j = 0; j < dim; j++) if (touched) products[p * dim + j] = random.normal() / Math.sqrt(dim);
  }
  for (let round = 0; round < iterations; round++) {
    solveFor(users, products, counts, options);
    solveFor(products, users, byProduct, options);
  }
  return products;
}

/** Sets each row of `out` to the solution of (YᵀY + Yᵀ(C − I)Y + λI) x = YᵀC p for the fixed factors Y. */
function solveFor(
  out: Float64Array,
  fixed: Float64Array,
  { rows, offsets, columns, values }: Counts,
  { dim, confidence, regularization }: AlsOptions,
): void {
  const base = gram(fixed, dim);
  for (let j = 0; j < dim; j++) base[j * dim + j] += regularization;
  const a = new Float64Array(dim * dim);
  const b = new Float64Array(dim);
  for (let i = 0; i < rows; i++) {
    if (offsets[i] === offsets[i + 1]) continue;
    a.set(base);
    b.fill(0);
    for (let e = offsets[i]; e < offsets[i + 1]; e++) {
      const extra = confidence * values[e];
      addOuter(a, b, fixed, columns[e] * dim, extra, dim);
    }
    solveSymmetric(a, b, dim);
    out.set(b, i * dim);
  }
}

/** a += extra · y yᵀ (lower triangle), b += (1 + extra) · y, for the y of `dim` numbers at `start`. */
function addOuter(
  a: Float64Array,
  b: Float64Array,
  factors: Float64Array,
  start: number,
  extra: number,
  dim: number,
): void {
  for (let r = 0; r < dim; r++) {
    const y = factors[start + r];
    b[r] += (1 + extra) * y;
    const scaled = extra * y;
    const at = r * dim;
    for (let c = 0; c <= r; c++) a[at + c] += scaled * factors[start + c];
  }
}

/** The lower triangle of YᵀY. */
function gram(factors: Float64Array, dim: number): Float64Array {
  const out = new Float64Array(dim * dim);
  for (let start = 0; start < factors.length; start += dim) {
    for (let r = 0; r < dim; r++) {
      const y = factors[start + r];
      if (y === 0) continue;
      const at = r * dim;
      for (let c = 0; c <= r; c++) out[at + c] += y * factors[start + c];
    }
  }
  return out;
}
