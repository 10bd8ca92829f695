import { z } from 'zod';
import { parseOptions } from '../../records/index.js';
import { trainingColumns } from '../features.js';
import type { Learner } from '../model.js';
import { count, fraction, seed } from '../options.js';
import { type TreeModel, treeModel } from '../tree-model.js';
import { train } from './train.js';

export interface XgboostOptions {
  /** Boosting rounds, 1 to 100,000. Default 200. */
  readonly trees?: number;
  /** Share of each tree's prediction that is added, in (0, 1]. Default 0.1. */
  readonly learningRate?: number;
  /** Splits from the root to a leaf at most, 1 to 64. Default 6. */
  readonly maxDepth?: number;
  /** Least number of rows in a leaf. Default 1. */
  readonly minLeafWeight?: number;
  /** Penalty on the squares of leaf values, ≥ 0. Default 1. */
  readonly l2?: number;
  /** Share of the rows that each tree is grown on, in (0, 1]. Default 1. */
  readonly subsample?: number;
  /** Share of the features that each tree may split on, in (0, 1]. Default 1. */
  readonly featureFraction?: number;
  /** Decides which rows and features are drawn. Default 42. */
  readonly seed?: number;
}

const schema = z.strictObject({
  trees: count().default(200),
  learningRate: z.number().gt(0).max(1).default(0.1),
  maxDepth: z.int().min(1).max(64).default(6),
  minLeafWeight: z.number().min(0).default(1),
  l2: z.number().min(0).default(1),
  subsample: fraction().default(1),
  featureFraction: fraction().default(1),
  seed: seed(),
});

/**
 * XGBoost (Chen and Guestrin, KDD 2016) for regression: the library itself, compiled to WebAssembly by ml-xgboost, in a
 * thread of its own whose memory goes with it. Its trees are read out of its binary model, so that the model predicts,
 * is explained and is saved as every other here. It is fitted to the standardised target, so that the unit of the target,
 * a click rate's or a revenue's, changes nothing.
 * @throws {ArgumentError} on an option out of range
 */
export function xgboost(options: XgboostOptions = {}): Learner<TreeModel> {
  const checked = parseOptions('xgboost', schema, options);
  return {
    name: 'XGBoost',
    async fit(data) {
      const table = trainingColumns(data);
      const { trees } = await train(table, checked);
      return treeModel('xgboost', table.names, trees);
    },
  };
}
