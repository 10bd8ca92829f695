import { columnsOf, type Features } from '../features.js';
import type { TreeModel } from '../tree-model.js';
import { float32Columns, type TreeEnsemble } from '../trees/ensemble.js';
import { FeaturePaths } from './feature-paths.js';

/** What each feature contributed to each prediction. */
export interface Contributions {
  readonly names: readonly string[];
  /** The prediction for the average training row: what contributions start from. */
  readonly expected: number;
  /** One array a row, one number a feature; with `expected` they add up to the row's prediction. */
  readonly values: readonly Float64Array[];
  readonly predictions: Float64Array;
}

/**
 * Exact SHAP values of a tree model, in the target's unit: the Shapley values of the game in which an unknown feature
 * sends a row both ways, in proportion to the training rows. In O(leaves · depth²) a row: algorithm 2 of Lundberg and
 * others, "From local explanations to global understanding with explainable AI for trees", Nature Machine Intelligence 2, 2020.
 * @example const { expected, values } = treeShap(model, features);
 */
export function treeShap(model: TreeModel, features: Features): Contributions {
  const table = columnsOf(features, model.names);
  const columns = float32Columns(table.columns);
  const explain = explainer(model.trees);
  return {
    names: model.names,
    expected: expectedValue(model.trees),
    values: Array.from({ length: table.rows }, (_, i) => explain(columns, i)),
    predictions: model.predict(features),
  };
}

/** The prediction averaged over the training rows' ways through the trees. */
export function expectedValue({ base, starts, feature, left, right, value, cover }: TreeEnsemble): number {
  const mean = (node: number): number => {
    if (feature[node] < 0) return value[node];
    const [l, r] = [left[node], right[node]];
    return (cover[l] * mean(l) + cover[r] * mean(r)) / (cover[l] + cover[r]);
  };
  return starts.subarray(0, -1).reduce((sum, root) => sum + mean(root), base);
}

function explainer(trees: TreeEnsemble): (columns: readonly Float32Array[], row: number) => Float64Array {
  const { starts, feature, threshold, left, right, missingLeft, value, cover } = trees;
  const paths = new FeaturePaths(depthOf(trees));
  return (columns, row) => {
    const out = new Float64Array(columns.length);
    const visit = (node: number, parentAt: number, length: number, zero: number, one: number, f: number) => {
      const at = parentAt + length;
      paths.extend(parentAt, length, zero, one, f);
      let last = length;
      const question = feature[node];
      if (question < 0) {
        for (let k = 1; k <= last; k++) {
          const share = paths.unwoundSum(at, last, k) * (paths.oneAt(at + k) - paths.zeroAt(at + k));
          out[paths.featureAt(at + k)] += share * value[node];
        }
        return;
      }
      const x = columns[question][row];
      const goesLeft = x <= threshold[node] || (Number.isNaN(x) && missingLeft[node] === 1);
      const [hot, cold] = goesLeft ? [left[node], right[node]] : [right[node], left[node]];
      let zeroBefore = 1;
      let oneBefore = 1;
      for (let k = 1; k <= last; k++) {
        if (paths.featureAt(at + k) !== question) continue;
        zeroBefore = paths.zeroAt(at + k);
        oneBefore = paths.oneAt(at + k);
        paths.unwind(at, last, k);
        last--;
        break;
      }
      const both = cover[hot] + cover[cold];
      visit(hot, at, last + 1, (zeroBefore * cover[hot]) / both, oneBefore, question);
      visit(cold, at, last + 1, (zeroBefore * cover[cold]) / both, 0, question);
    };
    for (let t = 0; t + 1 < starts.length; t++) visit(starts[t], 0, 0, 1, 1, -1);
    return out;
  };
}

function depthOf({ starts, feature, left, right }: TreeEnsemble): number {
  const depth = new Int32Array(feature.length);
  let deepest = 0;
  for (let node = 0; node < feature.length; node++) {
    deepest = Math.max(deepest, depth[node]);
    if (feature[node] < 0) continue;
    depth[left[node]] = depth[node] + 1;
    depth[right[node]] = depth[node] + 1;
  }
  return starts.length > 1 ? deepest : 0;
}
