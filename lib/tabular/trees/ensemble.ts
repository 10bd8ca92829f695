import type { NumberColumn } from '../features.js';

/**
 * Binary trees whose leaves add up: prediction = `base` + one leaf of each. Nodes of all trees lie in the same arrays;
 * tree t has the nodes `starts[t] … starts[t+1]`, its root first, and children come after their parent.
 */
export interface TreeEnsemble {
  readonly base: number;
  readonly starts: Int32Array;
  /** Which feature a node asks; −1 for a leaf. */
  readonly feature: Int32Array;
  /** A row goes left where its value, as float32, is at most this. */
  readonly threshold: Float64Array;
  /** Indices of the children, within the whole arrays; 0 for a leaf. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** 1 where a missing value goes left. */
  readonly missingLeft: Uint8Array;
  /** What a leaf adds; 0 at other nodes. */
  readonly value: Float64Array;
  /** Weight of the training rows that came through the node. */
  readonly cover: Float64Array;
}

/** A model that is an ensemble of trees, which `treeShap` takes apart. */
export interface HasTrees {
  readonly trees: TreeEnsemble;
}

/** Features in the precision that trees compare in, as scikit-learn's and XGBoost's do. */
export function float32Columns(columns: readonly NumberColumn[]): Float32Array[] {
  return columns.map((column) => (column instanceof Float32Array ? column : Float32Array.from(column)));
}

export function predictTrees(
  trees: TreeEnsemble,
  columns: readonly Float32Array[],
  rows: number,
): Float64Array {
  const { base, starts, feature, threshold, left, right, missingLeft, value } = trees;
  const out = new Float64Array(rows).fill(base);
  for (let t = 0; t + 1 < starts.length; t++) {
    for (let i = 0; i < rows; i++) {
      let node = starts[t];
      for (let f = feature[node]; f >= 0; f = feature[node]) {
        const x = columns[f][i];
        // NaN is the one value that differs from itself.
        // biome-ignore lint/suspicious/noSelfCompare: faster than Number.isNaN in this loop
        node = x <= threshold[node] || (x !== x && missingLeft[node] === 1) ? left[node] : right[node];
      }
      out[i] += value[node];
    }
  }
  return out;
}
