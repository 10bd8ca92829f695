import { z } from 'zod';
import { parseOptions } from '../../records/index.js';
import { bootstrapInterval } from '../../stats/index.js';
import { createRandom } from '../../vectors/index.js';
import { type TrainingData, trainingColumns } from '../features.js';
import type { Model } from '../model.js';
import { count, seed } from '../options.js';

export interface PermutationImportanceOptions {
  /** Shuffles of each feature. Default 10. */
  readonly repeats?: number;
  /** Share of samples whose value the interval is to cover, in (0, 1). Default 0.95. */
  readonly confidence?: number;
  /** Decides the shuffles. Default 42. */
  readonly seed?: number;
}

/** How much worse predictions are where a feature is shuffled. */
export interface FeatureImportance {
  readonly name: string;
  /** Fall of R² by the shuffle, mean over repeats; 0 or below for a feature without use. */
  readonly importance: number;
  /** Bootstrap interval of the fall over rows, or over their groups where the data have them. */
  readonly low: number;
  readonly high: number;
}

const schema = z.strictObject({
  repeats: count().default(10),
  confidence: z.number().gt(0).lt(1).default(0.95),
  seed: seed(),
});

/**
 * Permutation importance of each feature, largest first. Measure it on rows that the model was not fitted to. Features
 * that say the same share their importance. Breiman, "Random Forests", Machine Learning 45, 2001, section 10.
 * @throws {UserError} as `Model.predict`, and on fewer than two rows
 */
export function permutationImportance(
  model: Model,
  data: TrainingData,
  options: PermutationImportanceOptions = {},
): FeatureImportance[] {
  const { repeats, confidence, seed } = parseOptions('permutationImportance', schema, options);
  const { names, columns, rows, target, groups } = trainingColumns(data);
  const predicted = model.predict({ names, columns });
  const squares = predicted.map((value, i) => (value - target[i]) ** 2);
  const mean = target.reduce((sum, y) => sum + y, 0) / rows;
  const variance = target.reduce((sum, y) => sum + (y - mean) ** 2, 0) / rows;
  const random = createRandom(seed);
  const order = Array.from({ length: rows }, (_, i) => i);
  const falls = names.map((name, j) => {
    const worse = new Float64Array(rows);
    for (let repeat = 0; repeat < repeats; repeat++) {
      const shuffled = random.shuffle(order);
      const changed = columns[j].map((_: number, i: number) => columns[j][shuffled[i]]) as Float64Array;
      model.predict({ names, columns: columns.with(j, changed) }).forEach((value, i) => {
        worse[i] += ((value - target[i]) ** 2 - squares[i]) / repeats / (variance || 1);
      });
    }
    const {
      mean: importance,
      low,
      high,
    } = bootstrapInterval(worse, { confidence, samples: 500, seed, groups });
    return { name, importance, low, high };
  });
  return falls.sort((a, b) => b.importance - a.importance);
}
