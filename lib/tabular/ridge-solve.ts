import { CholeskyDecomposition, Matrix as Dense, EigenvalueDecomposition } from 'ml-matrix';

/** Ridge weights of standardised columns for a centred target, with the penalty given or chosen. */
export function fitStandardized(
  columns: readonly Float64Array[],
  y: Float64Array,
  asked: number | undefined,
): { alpha: number; weights: number[] } {
  const gram = Dense.zeros(columns.length, columns.length);
  columns.forEach((a, j) => {
    for (let k = 0; k <= j; k++) {
      const sum = product(a, columns[k]);
      gram.set(j, k, sum);
      gram.set(k, j, sum);
    }
  });
  const moments = Dense.columnVector(columns.map((column) => product(column, y)));
  const alpha = asked ?? chooseAlpha(gram, moments, product(y, y), y.length);
  return { alpha, weights: solve(gram, moments, alpha) };
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** (G + αI)⁻¹ m. Columns that depend on each other leave no Cholesky factor at α = 0; then the least penalty that has one. */
function solve(gram: Dense, moments: Dense, alpha: number): number[] {
  const size = gram.rows;
  const rounding = (gram.trace() / size + 1) * 1e-10;
  for (let penalty = alpha; ; penalty = Math.max(10 * penalty, rounding)) {
    const cholesky = new CholeskyDecomposition(Dense.add(gram, Dense.eye(size, size, penalty)));
    if (cholesky.isPositiveDefinite()) return cholesky.solve(moments).to1DArray();
  }
}

/** With G = V·diag(λ)·Vᵀ, tr H = 1 + Σ λ/(λ+α), and ‖y − ŷ‖² = yᵀy − Σ z²(λ+2α)/(λ+α)², z = Vᵀm. */
function chooseAlpha(gram: Dense, moments: Dense, squares: number, n: number): number {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(gram, { assumeSymmetric: true });
  const z = eigenvectorMatrix.transpose().mmul(moments).to1DArray();
  let best = { alpha: 0, score: Infinity };
  for (let step = 0; step <= 24; step++) {
    const alpha = n * 10 ** (step / 3 - 4);
    let freedom = 1;
    let error = squares;
    realEigenvalues.forEach((value, k) => {
      const lambda = Math.max(0, value);
      freedom += lambda / (lambda + alpha);
      error -= (z[k] ** 2 * (lambda + 2 * alpha)) / (lambda + alpha) ** 2;
    });
    const score = (n * Math.max(0, error)) / (n - freedom) ** 2;
    if (n > freedom && score < best.score) best = { alpha, score };
  }
  return best.alpha || n * 1e4;
}
