/**
 * Solves a·x = b for a symmetric positive definite a by Cholesky's decomposition, in place: `a`, dim × dim row-major,
 * of which the lower triangle is read, is overwritten, and `b` becomes x.
 */
export function solveSymmetric(a: Float64Array, b: Float64Array, dim: number): void {
  for (let r = 0; r < dim; r++) {
    const at = r * dim;
    for (let c = 0; c <= r; c++) {
      const other = c * dim;
      let sum = a[at + c];
      for (let j = 0; j < c; j++) sum -= a[at + j] * a[other + j];
      a[at + c] = c === r ? Math.sqrt(sum) : sum / a[other + c];
    }
  }
  for (let r = 0; r < dim; r++) {
    let sum = b[r];
    for (let j = 0; j < r; j++) sum -= a[r * dim + j] * b[j];
    b[r] = sum / a[r * dim + r];
  }
  for (let r = dim - 1; r >= 0; r--) {
    let sum = b[r];
    for (let j = r + 1; j < dim; j++) sum -= a[j * dim + r] * b[j];
    b[r] = sum / a[r * dim + r];
  }
}
