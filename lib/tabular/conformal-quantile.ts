/** The ⌈level·(n+1)⌉-th smallest of n values; infinite where there are too few for the level. */
export function upperRank(sorted: Float64Array, level: number): number {
  const k = Math.ceil(level * (sorted.length + 1) - 1e-9);
  return k > sorted.length ? Infinity : sorted[Math.max(0, k - 1)];
}

/** The ⌊(1 − level)·(n+1)⌋-th smallest; minus infinity where there are too few. */
export function lowerRank(sorted: Float64Array, level: number): number {
  const k = Math.floor((1 - level) * (sorted.length + 1) + 1e-9);
  return k < 1 ? -Infinity : sorted[k - 1];
}
