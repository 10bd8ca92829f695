import { EigenvalueDecomposition, Matrix as MlMatrix } from 'ml-matrix';
import type { Random } from '../vectors/index.js';

/** Rows less their mean, row-major. */
export interface Centered {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array;
}

/** Directions beyond `dim` that the search for the subspace carries along, and its rounds. */
const oversampling = 10;
const rounds = 4;

/** The `dim` leading right singular vectors of x, with the sum of squares along each. */
export function leadingAxes(x: Centered, dim: number, random: Random): { axes: number[][]; sums: number[] } {
  const width = Math.min(dim + oversampling, x.cols);
  let basis = orthonormal(
    Array.from({ length: width }, () => Float64Array.from({ length: x.cols }, random.normal)),
    random,
  );
  if (width < x.cols) {
    const transposed = transpose(x);
    for (let round = 0; round < rounds; round++) {
      basis = orthonormal(project(transposed, project(x, basis)), random);
    }
  }
  const projected = project(x, basis);
  const gram = projected.map((a) => projected.map((b) => inner(a, b)));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new MlMatrix(gram), {
    assumeSymmetric: true,
  });
  const order = realEigenvalues.map((_, i) => i).sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  const leading = order.slice(0, dim);
  return {
    axes: leading.map((e) => signed(blend(basis, eigenvectorMatrix.getColumn(e)))),
    sums: leading.map((e) => Math.max(0, realEigenvalues[e])),
  };
}

/** x·b for each vector b of the basis. Four at a time: one alone waits for its own sum at every step. */
function project(x: Centered, basis: Float64Array[]): Float64Array[] {
  const out = basis.map(() => new Float64Array(x.rows));
  const padding = new Float64Array(x.cols);
  const unused = new Float64Array(x.rows);
  for (let v = 0; v < basis.length; v += 4) {
    const [a, b = padding, c = padding, d = padding] = basis.slice(v, v + 4);
    const [outA, outB = unused, outC = unused, outD = unused] = out.slice(v, v + 4);
    for (let i = 0; i < x.rows; i++) {
      const start = i * x.cols;
      let sumA = 0;
      let sumB = 0;
      let sumC = 0;
      let sumD = 0;
      for (let j = 0; j < x.cols; j++) {
        const value = x.data[start + j];
        sumA += value * a[j];
        sumB += value * b[j];
        sumC += value * c[j];
        sumD += value * d[j];
      }
      outA[i] = sumA;
      outB[i] = sumB;
      outC[i] = sumC;
      outD[i] = sumD;
    }
  }
  return out;
}

function transpose(x: Centered): Centered {
  const data = new Float64Array(x.data.length);
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < x.cols; j++) data[j * x.rows + i] = x.data[i * x.cols + j];
  }
  return { rows: x.cols, cols: x.rows, data };
}

/** Gram–Schmidt in place; a vector that lies in the span of those before it gives way to a random one. */
function orthonormal(vectors: Float64Array[], random: Random): Float64Array[] {
  vectors.forEach((vector, v) => {
    while (keptBy(vector, vectors.slice(0, v)) < 1e-10) vector.set(vector.map(random.normal));
    const length = Math.sqrt(inner(vector, vector));
    for (let j = 0; j < vector.length; j++) vector[j] /= length;
  });
  return vectors;
}

/** Makes a vector orthogonal to others, twice against rounding. Returns the share of its length that is left. */
function keptBy(vector: Float64Array, others: Float64Array[]): number {
  const before = inner(vector, vector);
  for (let pass = 0; pass < 2; pass++) {
    for (const other of others) subtract(vector, inner(vector, other), other);
  }
  return before === 0 ? 0 : Math.sqrt(inner(vector, vector) / before);
}

function subtract(vector: Float64Array, factor: number, other: Float64Array): void {
  for (let j = 0; j < vector.length; j++) vector[j] -= factor * other[j];
}

function blend(basis: Float64Array[], weights: number[]): number[] {
  const out = new Array<number>(basis[0].length).fill(0);
  basis.forEach((vector, i) => {
    for (let j = 0; j < out.length; j++) out[j] += weights[i] * vector[j];
  });
  return out;
}

function signed(axis: number[]): number[] {
  const largest = axis.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
  return largest < 0 ? axis.map((x) => -x) : axis;
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
