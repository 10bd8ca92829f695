import { type Matrix, row } from '../vectors/index.js';

/** Steps of the fine code in one of the coarse: what a step leaves over, at most half of one, is up to 127 fine steps. */
export const fineness = 254;
const codeLevels = 127;

/** How far unit vectors are from their codes, at most. */
export interface CodeErrors {
  /** Length of what the fine code adds to the coarse one. */
  readonly coarse: number;
  /** Length of what both together leave over. */
  readonly fine: number;
}

/**
 * Writes each row as two int8 codes and a scale: v ≈ scale · (coarse + fine / 254). The coarse code alone is a quarter
 * of float32 to read, both are good to 16 bits.
 * @param codes for each row `stride` bytes of coarse code, then as many of fine code; zeros where they go on
 */
export function encodeRows(
  vectors: Matrix,
  codes: Int8Array,
  stride: number,
  scales: Float32Array,
): CodeErrors {
  let [coarseError, fineError] = [0, 0];
  for (let i = 0; i < vectors.rows; i++) {
    const vector = row(vectors, i);
    const scale = Math.fround(largest(vector) / codeLevels);
    scales[i] = scale;
    let [added, left] = [0, 0];
    for (let j = 0, at = 2 * i * stride; j < vector.length; j++, at++) {
      const steps = vector[j] / scale;
      const coarse = Math.round(steps);
      const fine = Math.round((steps - coarse) * fineness);
      codes[at] = coarse;
      codes[at + stride] = fine;
      added += (fine / fineness) ** 2;
      left += (steps - coarse - fine / fineness) ** 2;
    }
    coarseError = Math.max(coarseError, scale * Math.sqrt(added));
    fineError = Math.max(fineError, scale * Math.sqrt(left));
  }
  return { coarse: coarseError, fine: fineError };
}

/**
 * Writes a query as one int16 code: q ≈ scale · code, as finely as 32-bit sums of products with int8 codes allow.
 * @returns the scale, and the length of what the code leaves over
 */
export function encodeQuery(query: Float32Array, code: Int16Array): { scale: number; error: number } {
  const levels = Math.min(32_767, Math.floor(0x7fff_ffff / (codeLevels * query.length)));
  const scale = largest(query) / levels;
  let left = 0;
  for (let j = 0; j < query.length; j++) {
    const steps = query[j] / scale;
    code[j] = Math.round(steps);
    left += (steps - code[j]) ** 2;
  }
  return { scale, error: scale * Math.sqrt(left) };
}

function largest(vector: Float32Array): number {
  let value = 0;
  for (let j = 0; j < vector.length; j++) value = Math.max(value, Math.abs(vector[j]));
  return value;
}
