import type { LinearHead } from '../../train/linear/index.js';
import type { Matrix } from '../../vectors/index.js';

/** Candidates for how sharply the cosine decides. */
const sharpness = [4, 8, 16, 32, 64];

/**
 * The nearest mean: each class is the direction in which the mean of its unit vectors lies from the mean of all, and a
 * photo belongs to the class whose direction it has. What few photos a product are enough for.
 * Source: Snell, Swersky and Zemel, "Prototypical Networks for Few-shot Learning", 2017, section 2.
 * @param y the class of each row
 * @returns a head for each sharpness, of which the caller takes the one that fits best
 */
export function prototypeHeads(
  { rows, cols, data }: Matrix,
  y: ArrayLike<number>,
  classes: number,
): LinearHead[] {
  const center = new Float64Array(cols);
  for (let i = 0; i < data.length; i++) center[i % cols] += data[i] / rows;
  const means = new Float64Array(classes * cols);
  let length = 0;
  for (let r = 0; r < rows; r++) {
    const shifted = Float64Array.from({ length: cols }, (_, c) => data[r * cols + c] - center[c]);
    const norm = lengthOf(shifted) || 1;
    length += norm / rows;
    for (let c = 0; c < cols; c++) means[y[r] * cols + c] += shifted[c] / norm;
  }
  const units = unitRows(means, classes, cols);
  return sharpness.map((sharp) => {
    const weights = new Float32Array(cols * classes);
    const bias = new Float32Array(classes);
    for (let k = 0; k < classes; k++) {
      for (let c = 0; c < cols; c++) {
        const weight = (sharp / length) * units[k * cols + c];
        weights[c * classes + k] = weight;
        bias[k] -= weight * center[c];
      }
    }
    return { dim: cols, classes, weights, bias };
  });
}

function unitRows(values: Float64Array, rows: number, cols: number): Float64Array {
  const out = values.slice();
  for (let r = 0; r < rows; r++) {
    const row = out.subarray(r * cols, (r + 1) * cols);
    const norm = lengthOf(row) || 1;
    for (let c = 0; c < cols; c++) row[c] /= norm;
  }
  return out;
}

function lengthOf(vector: Float64Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}
