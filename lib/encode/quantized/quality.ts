import { ArgumentError } from '../../errors/index.js';
import { quantile } from '../../stats/index.js';
import { dot, type Matrix, row } from '../../vectors/index.js';

/** How close quantised vectors are to the float32 ones, as cosines of the two vectors of each item. */
export interface Quality {
  readonly meanCosine: number;
  /** The 5th percentile: 95% of the items are at least this close. */
  readonly p5Cosine: number;
  /** Items that were compared. */
  readonly items: number;
}

/**
 * Mean and 5th percentile (linear between neighbours) of the cosine between the float32 and the int8 vector of each
 * item. Rows that are zero in either matrix, items that could not be encoded, do not count.
 * @throws {ArgumentError} for matrices of different shape, or where nothing is left to compare
 */
export function qualityOf(fp32: Matrix, int8: Matrix): Quality {
  if (fp32.rows !== int8.rows || fp32.cols !== int8.cols) {
    throw new ArgumentError(
      `fp32 vectors are ${fp32.rows} × ${fp32.cols}, int8 vectors ${int8.rows} × ${int8.cols}; encode the same items by both`,
    );
  }
  const cosines: number[] = [];
  for (let i = 0; i < fp32.rows; i++) {
    const [a, b] = [row(fp32, i), row(int8, i)];
    const norms = Math.sqrt(dot(a, a) * dot(b, b));
    if (norms > 0) cosines.push(dot(a, b) / norms);
  }
  if (cosines.length === 0) {
    throw new ArgumentError(
      `none of ${fp32.rows} items has both vectors; give items that the model can encode`,
    );
  }
  cosines.sort((a, b) => a - b);
  const p5Cosine = quantile(cosines, 0.05);
  const meanCosine = cosines.reduce((sum, c) => sum + c, 0) / cosines.length;
  return { meanCosine, p5Cosine, items: cosines.length };
}
