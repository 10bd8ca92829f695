import { z } from 'zod';
import { messageOf } from '../../errors/index.js';
import { handedOver, startThread } from '../../threads/index.js';
import { TabularError } from '../errors.js';
import { type TrainingColumns, trainingColumns } from '../features.js';
import type { Learner } from '../model.js';
import { count, fraction, parseOptions, seed } from '../options.js';
import { type TreeModel, treeModel } from '../tree-model.js';
import { treesOfXgboost } from './binary-model.js';
import type { XgboostTask } from './module.js';

export interface XgboostOptions {
  /** Boosting rounds; default 200. */
  readonly trees?: number;
  /** Default 0.1. */
  readonly learningRate?: number;
  /** Default 6. */
  readonly maxDepth?: number;
  /** Least number of rows in a leaf; default 1. */
  readonly minLeafWeight?: number;
  /** Penalty on the squares of leaf values; default 1. */
  readonly l2?: number;
  /** Part of the rows for each tree; default 1. */
  readonly subsample?: number;
  /** Part of the features for each tree; default 1. */
  readonly featureFraction?: number;
  /** Default 42. */
  readonly seed?: number;
}

const shape = {
  trees: count().default(200),
  learningRate: z.number().gt(0).max(1).default(0.1),
  maxDepth: z.int().min(1).max(64).default(6),
  minLeafWeight: z.number().min(0).default(1),
  l2: z.number().min(0).default(1),
  subsample: fraction().default(1),
  featureFraction: fraction().default(1),
  seed: seed(),
};

/**
 * XGBoost (Chen and Guestrin, KDD 2016) for regression: the library itself, compiled to WebAssembly by ml-xgboost, in a
 * thread of its own whose memory goes with it. Its trees are read out of its binary model, so that the model predicts,
 * is explained and is saved as every other here.
 * @throws {TabularError} on an option out of range
 */
export function xgboost(options: XgboostOptions = {}): Learner<TreeModel> {
  const checked = parseOptions('xgboost', shape, options);
  return {
    name: 'XGBoost',
    async fit(data) {
      const table = trainingColumns(data);
      const { model, mean } = await train(table, checked);
      return treeModel('xgboost', table.names, treesOfXgboost(model, mean));
    },
  };
}

/** The binary model, fitted to the target less its mean, and the library's own predictions where asked for. */
export async function train(
  table: TrainingColumns,
  options: z.infer<z.ZodObject<typeof shape>>,
  predict = false,
): Promise<{ model: Uint8Array; predictions: Float32Array; mean: number }> {
  const mean = table.target.reduce((sum, y) => sum + y, 0) / table.rows;
  const task: XgboostTask = {
    features: rowMajor(table),
    target: Float32Array.from(table.target, (y) => y - mean),
    rounds: options.trees,
    parameters: {
      booster: 'gbtree',
      objective: 'reg:linear',
      base_score: 0,
      silent: 1,
      eta: options.learningRate,
      max_depth: options.maxDepth,
      min_child_weight: options.minLeafWeight,
      lambda: options.l2,
      subsample: options.subsample,
      colsample_bytree: options.featureFraction,
      seed: options.seed,
    },
  };
  const thread = startThread('tabular/xgboost/thread.js');
  try {
    const answer = await thread.call<{ model: Uint8Array; predictions: Float32Array }>(
      'train',
      { task, predict },
      handedOver([task.features, task.target]),
    );
    return { ...answer, mean };
  } catch (cause) {
    throw new TabularError(
      `XGBoost could not train on ${table.rows} × ${table.names.length}: ${messageOf(cause)}; try fewer rows, or gradientBoosting`,
      { cause },
    );
  } finally {
    await thread.end();
  }
}

const MISSING = -1;
const BESIDE_MISSING = -0.9999999403953552;

/** The compiled library takes −1 for missing, and NaN not at all; a true −1 becomes the float32 beside it. */
function rowMajor({ columns, rows }: TrainingColumns): Float32Array {
  const out = new Float32Array(rows * columns.length);
  columns.forEach((column, j) => {
    for (let i = 0; i < rows; i++) {
      const x = Math.fround(column[i]);
      out[i * columns.length + j] = x === MISSING ? BESIDE_MISSING : Number.isNaN(x) ? MISSING : x;
    }
  });
  return out;
}
