import { messageOf, UserError } from '../../errors/index.js';
import { handedOver, startThread } from '../../threads/index.js';
import type { TrainingColumns } from '../features.js';
import { standardization } from '../standardize.js';
import type { TreeEnsemble } from '../trees/ensemble.js';
import { type TargetScale, treesOfXgboost } from './binary-model.js';
import type { XgboostOptions } from './index.js';
import type { XgboostTask } from './module.js';

/**
 * The deviation that the target is brought to. The library stops at a gain of 10⁻⁶ and keeps sums of squares in float32:
 * from here both ends are far.
 */
const deviation = 1000;

/** The trees, fitted to the standardised target, and the library's own predictions of it where asked for. */
export async function train(
  table: TrainingColumns,
  options: Required<XgboostOptions>,
  predict = false,
): Promise<{ trees: TreeEnsemble; predictions: Float32Array; target: TargetScale }> {
  const { mean, scale } = standardization([table.target]);
  const target = { mean: mean[0], scale: scale[0] / deviation };
  const task: XgboostTask = {
    features: rowMajor(table),
    target: Float32Array.from(table.target, (y) => (y - target.mean) / target.scale),
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
    const { model, predictions } = await thread.call<{ model: Uint8Array; predictions: Float32Array }>(
      'train',
      { task, predict },
      handedOver([task.features, task.target]),
    );
    return { trees: treesOfXgboost(model, target), predictions, target };
  } catch (cause) {
    throw new UserError(
      `XGBoost could not train on ${table.rows} × ${table.names.length}: ${messageOf(cause)}; try fewer rows, or gradientBoosting`,
      { cause },
    );
  } finally {
    await thread.end();
  }
}

const missing = -1;
const besideMissing = -0.9999999403953552;

/** The compiled library takes −1 for missing, and NaN not at all; a true −1 becomes the float32 beside it. */
function rowMajor({ columns, rows }: TrainingColumns): Float32Array {
  const out = new Float32Array(rows * columns.length);
  columns.forEach((column, j) => {
    for (let i = 0; i < rows; i++) {
      const x = Math.fround(column[i]);
      out[i * columns.length + j] = x === missing ? besideMissing : Number.isNaN(x) ? missing : x;
    }
  });
  return out;
}
