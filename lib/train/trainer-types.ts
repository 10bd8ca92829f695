import type { Tensor } from '../onnx/index.js';

/** One batch of examples with their labels. */
export interface TrainBatch {
  /** [rows, height, width, channels], uint8 or float32 as the trainer was created for. */
  readonly x: Tensor;
  /** One float32 tensor for each loss: [rows] or [rows, 1] for a loss on a column, [rows, outputs] for one on all columns. */
  readonly y: readonly Tensor[];
  readonly rows: number;
}

/** What a step or an evaluation gives. */
export interface StepResult {
  /** The weighted sum of the losses, mean over the rows. */
  readonly loss: number;
  /** Each loss by itself, before its weight, in the order in which they were given. */
  readonly losses: readonly number[];
  /** float32 [rows, outputs]. */
  readonly outputs: Tensor;
}

/** One network, ready to take training steps. */
export interface Trainer {
  /** Trainable weights by their name in the Layers model; the optimiser changes them in place. */
  readonly parameters: ReadonlyMap<string, Float32Array>;
  /** Not trained but changing: the moving mean and variance of batch normalisation. */
  readonly state: ReadonlyMap<string, Float32Array>;
  /** Shapes of parameters and state by name: a checkpoint belongs to a network by these and their order, not by names. Default the lengths alone. */
  readonly shapes?: ReadonlyMap<string, readonly number[]>;
  /** The largest number of rows that a step takes. */
  readonly batchSize: number;
  /**
   * Before the steps of an epoch, 1 being the first: what is drawn at random in it (dropout masks) follows from the seed
   * and this number alone, so that a resumed training draws the same.
   */
  beginEpoch?(epoch: number): void;
  /** Forward and backward pass, then `update` with the gradients; moves the batch-norm statistics as TensorFlow.js does. */
  step(
    batch: TrainBatch,
    update: (gradients: ReadonlyMap<string, Float32Array>) => void,
  ): Promise<StepResult>;
  /** Inference mode (no dropout, moving statistics) with the same losses. */
  evaluate(batch: TrainBatch): Promise<StepResult>;
  /** Puts parameters and state into the Layers model. */
  writeBack(): void;
  /** Frees the graphs' memory. */
  close(): Promise<void>;
}
