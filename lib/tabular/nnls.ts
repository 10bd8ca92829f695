/**
 * Non-negative least squares: w ≥ 0 with the least ‖Σ wⱼ·columnⱼ − y‖², by cyclic coordinate descent on the normal
 * equations, which converges because they are convex; made for the handful of columns of an ensemble.
 */
export function nonNegativeLeastSquares(columns: readonly Float64Array[], y: Float64Array): number[] {
  const product = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  const gram = columns.map((a) => columns.map((b) => product(a, b)));
  const moments = columns.map((column) => product(column, y));
  const weights = new Array<number>(columns.length).fill(0);
  for (let round = 0; round < 10_000; round++) {
    let moved = 0;
    for (let j = 0; j < weights.length; j++) {
      if (gram[j][j] === 0) continue;
      const slope = gram[j].reduce((sum, g, k) => sum + g * weights[k], -moments[j]);
      const next = Math.max(0, weights[j] - slope / gram[j][j]);
      moved = Math.max(moved, Math.abs(next - weights[j]));
      weights[j] = next;
    }
    if (moved < 1e-10) break;
  }
  return weights;
}
