import { columnsOf } from './features.js';
import type { Model, ModelKind } from './model.js';
import { float32Columns, type HasTrees, predictTrees, type TreeEnsemble } from './trees/ensemble.js';
import { treesToJson } from './trees/ensemble-json.js';

export type TreeModelKind = Extract<ModelKind, 'randomForest' | 'gradientBoosting' | 'xgboost'>;

/** A forest or boosted trees; missing values (NaN) take the way that was learned for them. */
export interface TreeModel extends Model, HasTrees {
  readonly kind: TreeModelKind;
}

export function treeModel(kind: TreeModelKind, names: readonly string[], trees: TreeEnsemble): TreeModel {
  return {
    kind,
    names: [...names],
    trees,
    predict(features) {
      const { columns, rows } = columnsOf(features, names);
      return predictTrees(trees, float32Columns(columns), rows);
    },
    toJSON: () => ({ kind, names: [...names], trees: treesToJson(trees) }),
  };
}
