import { z } from 'zod';
import { parseOptions } from '../records/index.js';
import { createRandom } from '../vectors/index.js';
import { trainingColumns } from './features.js';
import type { Learner } from './model.js';
import { count, fraction, seed } from './options.js';
import { type TreeModel, treeModel } from './tree-model.js';
import { binColumn } from './trees/bins.js';
import { TreeBuilder } from './trees/builder.js';
import { float32Columns } from './trees/ensemble.js';
import { leastGain, TreeGrower } from './trees/grow.js';

export interface RandomForestOptions {
  /** Trees, 1 to 100,000. Default 100. */
  readonly trees?: number;
  /** Splits from the root to a leaf at most, 1 to 64. Default 12. */
  readonly maxDepth?: number;
  /** Least number of drawn rows in a leaf. Default 1. */
  readonly minLeafWeight?: number;
  /** Share of the features that a split may choose from, drawn anew for each, in (0, 1]. Default 1, all of them. */
  readonly featureFraction?: number;
  /** Decides which rows and features are drawn; the same seed gives the same forest. Default 42. */
  readonly seed?: number;
}

const schema = z.strictObject({
  trees: count().default(100),
  maxDepth: z.int().min(1).max(64).default(12),
  minLeafWeight: z.number().min(1).default(1),
  featureFraction: fraction().default(1),
  seed: seed(),
});

/**
 * A random forest for regression: each tree is grown on as many rows as there are, drawn with replacement, over columns
 * of at most 255 bins; the prediction is the mean over trees. Breiman, "Random Forests", Machine Learning 45, 2001.
 * @throws {ArgumentError} on an option out of range
 * @example
 * const model = await randomForest({ trees: 200 }).fit({ features, target });
 * const predictions = model.predict(newFeatures);
 */
export function randomForest(options: RandomForestOptions = {}): Learner<TreeModel> {
  const checked = parseOptions('randomForest', schema, options);
  const { trees, maxDepth, minLeafWeight, featureFraction, seed } = checked;
  return {
    name: 'random forest',
    async fit(data) {
      const { names, rows, columns, target } = trainingColumns(data);
      const random = createRandom(seed);
      const featuresPerSplit = Math.max(1, Math.round(featureFraction * names.length));
      const grower = new TreeGrower(
        float32Columns(columns).map(binColumn),
        { maxDepth, minLeafWeight, l2: 0, featuresPerSplit, leastGain: leastGain(target) },
        random,
      );
      const builder = new TreeBuilder();
      const drawn = new Float64Array(rows);
      const gradients = new Float64Array(rows);
      // Around their mean, sums of squares keep their digits.
      const mean = target.reduce((sum, y) => sum + y, 0) / rows;
      for (let t = 0; t < trees; t++) {
        drawn.fill(0);
        for (let i = 0; i < rows; i++) drawn[random.int(rows)]++;
        for (let i = 0; i < rows; i++) gradients[i] = -drawn[i] * (target[i] - mean);
        grower.grow(builder, drawnRows(drawn), gradients, drawn);
      }
      return treeModel('randomForest', names, builder.build({ base: mean, scale: 1 / trees }));
    },
  };
}

function drawnRows(drawn: Float64Array): Int32Array {
  const out = new Int32Array(drawn.length);
  let n = 0;
  for (let i = 0; i < drawn.length; i++) if (drawn[i] > 0) out[n++] = i;
  return out.subarray(0, n);
}
