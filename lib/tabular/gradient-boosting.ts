import { z } from 'zod';
import { parseOptions } from '../records/index.js';
import { createRandom, type Random } from '../vectors/index.js';
import { type TrainingColumns, trainingColumns } from './features.js';
import { holdOut } from './folds.js';
import type { Learner } from './model.js';
import { count, fraction, seed } from './options.js';
import { type TreeModel, treeModel } from './tree-model.js';
import { addTree } from './trees/add-tree.js';
import { binColumn } from './trees/bins.js';
import { TreeBuilder } from './trees/builder.js';
import { float32Columns } from './trees/ensemble.js';
import { leastGain, TreeGrower } from './trees/grow.js';

export interface GradientBoostingOptions {
  /** Trees at most, 1 to 100,000. Default 200. */
  readonly trees?: number;
  /** Share of each tree's prediction that is added, in (0, 1]. Default 0.1. */
  readonly learningRate?: number;
  /** Splits from the root to a leaf at most, 1 to 64. Default 3. */
  readonly maxDepth?: number;
  /** Least number of rows in a leaf. Default 1. */
  readonly minLeafWeight?: number;
  /** Penalty on the squares of leaf values, ≥ 0. Default 0. */
  readonly l2?: number;
  /** Share of the rows that each tree is grown on, drawn without replacement, in (0, 1]. Default 1. */
  readonly subsample?: number;
  /** Share of the features that a split may choose from, drawn anew for each, in (0, 1]. Default 1. */
  readonly featureFraction?: number;
  /** Stops when the error on rows set aside has not fallen for `patience` trees, and keeps the best number of trees. */
  readonly earlyStopping?: {
    /** Trees without a fall of the error after which it stops. Default 20. */
    readonly patience?: number;
    /** Share of the rows (whole groups, where there are groups) that is set aside, in (0, 1). Default 0.15. */
    readonly validationPart?: number;
  };
  /** Decides which rows and features are drawn; the same seed gives the same trees. Default 42. */
  readonly seed?: number;
}

const schema = z.strictObject({
  trees: count().default(200),
  learningRate: z.number().gt(0).max(1).default(0.1),
  maxDepth: z.int().min(1).max(64).default(3),
  minLeafWeight: z.number().min(1).default(1),
  l2: z.number().min(0).default(0),
  subsample: fraction().default(1),
  featureFraction: fraction().default(1),
  earlyStopping: z
    .strictObject({ patience: count().default(20), validationPart: z.number().gt(0).lt(1).default(0.15) })
    .optional(),
  seed: seed(),
});

/**
 * Gradient boosting of regression trees on squared error: each tree is fitted to what the ones before it left over.
 * Friedman, "Greedy Function Approximation", Annals of Statistics 29, 2001; "Stochastic Gradient Boosting", 2002.
 * @throws {ArgumentError} on an option out of range
 * @example const model = await gradientBoosting({ trees: 500, earlyStopping: {} }).fit({ features, target });
 */
export function gradientBoosting(options: GradientBoostingOptions = {}): Learner<TreeModel> {
  const checked = parseOptions('gradientBoosting', schema, options);
  return {
    name: 'gradient boosting',
    async fit(data) {
      const table = trainingColumns(data);
      const random = createRandom(checked.seed);
      const { earlyStopping } = checked;
      const parts = earlyStopping && holdOut(table, earlyStopping.validationPart, random);
      const train = parts?.train ?? Int32Array.from({ length: table.rows }, (_, i) => i);
      return boost(table, train, parts?.held, checked, random);
    },
  };
}

function boost(
  table: TrainingColumns,
  train: Int32Array,
  held: Int32Array | undefined,
  options: z.infer<typeof schema>,
  random: Random,
): TreeModel {
  const { names, target, rows } = table;
  const { learningRate, subsample, maxDepth, minLeafWeight, l2, featureFraction } = options;
  const columns = float32Columns(table.columns);
  const featuresPerSplit = Math.max(1, Math.round(featureFraction * names.length));
  const grower = new TreeGrower(
    columns.map(binColumn),
    { maxDepth, minLeafWeight, l2, featuresPerSplit, leastGain: leastGain(target) },
    random,
  );
  const builder = new TreeBuilder();
  let base = 0;
  for (const i of train) base += target[i] / train.length;
  const predictions = new Float64Array(rows).fill(base);
  const gradients = new Float64Array(rows);
  const hessians = new Float64Array(rows).fill(1);
  const perTree = Math.max(1, Math.round(subsample * train.length));
  const pool = train.slice();
  const squares = (predicted: Float64Array) =>
    held!.reduce((sum, i) => sum + (predicted[i] - target[i]) ** 2, 0);
  let best = { trees: options.trees, error: held ? squares(predictions) : 0 };
  if (held) best.trees = 0;
  for (let t = 1; t <= options.trees; t++) {
    for (const i of train) gradients[i] = predictions[i] - target[i];
    const root = builder.nodes;
    grower.grow(builder, draw(pool, perTree, random), gradients, hessians);
    addTree(builder, root, columns, predictions, learningRate);
    if (!held) continue;
    const error = squares(predictions);
    if (error < best.error) best = { trees: t, error };
    else if (t - best.trees >= options.earlyStopping!.patience) break;
  }
  return treeModel(
    'gradientBoosting',
    names,
    builder.build({ base, scale: learningRate, trees: Math.max(1, best.trees) }),
  );
}

/** A copy of `n` of the pool, without replacement; the pool's order changes. */
function draw(pool: Int32Array, n: number, random: Random): Int32Array {
  if (n === pool.length) return pool.slice();
  for (let k = 0; k < n; k++) {
    const j = k + random.int(pool.length - k);
    [pool[k], pool[j]] = [pool[j], pool[k]];
  }
  return pool.slice(0, n).sort();
}
