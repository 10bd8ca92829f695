import type { Optimizer } from '../optimizers/index.js';
import type { StepResult, Trainer } from '../trainer-types.js';
import type { EpochRecord, History } from './history.js';

/** What callbacks see and may change. */
export interface FitContext {
  readonly trainer: Trainer;
  readonly optimizer: Optimizer;
  /** Epochs asked for. */
  readonly epochs: number;
  /** Batches of an epoch, where the data says so or an epoch was gone through. */
  readonly trainBatches: number | undefined;
  readonly history: History;
  /** The rate that the schedule starts from, and the rate itself without one. */
  learningRate: number;
  /** Ends the training after this epoch; the reason goes into the history. */
  stop(reason: string): void;
}

/** What a callback needs to go on after a restart. */
export interface CallbackState {
  /** Kept as JSON. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly arrays?: ReadonlyMap<string, Float32Array>;
}

/** Something that happens along a training, in Keras's terms. Epochs and batches count from 1. */
export interface Callback {
  /** Unique among the callbacks of a training; its state is kept under it. */
  readonly name: string;
  /** After a resumed training's state was restored. */
  onTrainBegin?(context: FitContext): void | Promise<void>;
  onEpochBegin?(epoch: number, context: FitContext): void | Promise<void>;
  onBatchEnd?(batch: number, result: StepResult, context: FitContext): void | Promise<void>;
  /** After validation. `context.history` ends with this record. */
  onEpochEnd?(record: EpochRecord, context: FitContext): void | Promise<void>;
  /** After the last epoch, before the weights go into the Layers model; also when a finished training is run again. */
  onTrainEnd?(context: FitContext): void | Promise<void>;
  /** However the training ends, by an error too: to put a terminal in order. */
  onClose?(): void;
  state?(): CallbackState;
  restore?(state: CallbackState): void;
}
