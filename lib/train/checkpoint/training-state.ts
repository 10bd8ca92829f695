import type { CallbackState } from '../fit/callback.js';
import type { EpochRecord } from '../fit/history.js';
import type { NamedArrays, OptimizerState } from '../optimizers/index.js';

/** All that a training needs to go on as if it had never stopped. */
export interface TrainingState {
  /** Whether the callbacks of the end have had their turn: the weights are the final ones. */
  readonly finished: boolean;
  /** Steps made by `fit`. */
  readonly steps: number;
  readonly stopped: string | null;
  /** Before the schedule. */
  readonly learningRate: number;
  readonly history: readonly EpochRecord[];
  readonly parameters: NamedArrays;
  /** Batch-norm statistics. */
  readonly state: NamedArrays;
  readonly optimizer: OptimizerState;
  readonly callbacks: ReadonlyMap<string, CallbackState>;
}
