import type { TreeBuilder } from './builder.js';

/** Adds what the tree at `root` gives each row, times `scale`, to `out`. */
export function addTree(
  { feature, threshold, left, right, missingLeft, value }: TreeBuilder,
  root: number,
  columns: readonly Float32Array[],
  out: Float64Array,
  scale: number,
): void {
  for (let i = 0; i < out.length; i++) {
    let node = root;
    for (let f = feature[node]; f >= 0; f = feature[node]) {
      const x = columns[f][i];
      const goesLeft = x <= threshold[node] || (Number.isNaN(x) && missingLeft[node] === 1);
      node = goesLeft ? left[node] : right[node];
    }
    out[i] += scale * value[node];
  }
}
