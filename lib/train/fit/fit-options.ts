import { z } from 'zod';
import { ArgumentError } from '../../errors/index.js';
import { parseOptions } from '../../records/index.js';
import type { CheckpointOptions } from '../checkpoint/index.js';
import type { ClipOptions, Optimizer } from '../optimizers/index.js';
import type { Schedule } from '../schedules/index.js';
import type { TrainBatch } from '../trainer-types.js';
import type { Callback } from './callback.js';
import type { Metric } from './meter.js';

/** A batch that may say which files its rows come from, for messages. */
export interface FitBatch extends TrainBatch {
  readonly files?: readonly string[];
}

/** Where batches come from. They are asked for one ahead, so that loading goes on during a step. */
export interface FitData {
  /** The batches of an epoch, 1 being the first: shuffle by the epoch's number, and a resumed training sees the same order. */
  train(epoch: number): AsyncIterable<FitBatch>;
  /** The same batches each time. */
  validation?(): AsyncIterable<FitBatch>;
  /** Batches of an epoch; schedules need it, and the time left is better known with it. */
  readonly trainBatches?: number;
}

/** Epochs, optimiser, schedule, callbacks and checkpoint of a training. */
export interface FitOptions {
  /** Epochs in all, those of a resumed training included. */
  readonly epochs: number;
  /** What turns gradients into steps, such as `adam()`. */
  readonly optimizer: Optimizer;
  /** Learning rate of each step, such as `cosine`. Default the optimiser's own throughout. */
  readonly schedule?: Schedule;
  /** How large gradients are cut before a step. Default not at all. */
  readonly clip?: ClipOptions;
  /** What is told of batches and epochs and may stop the training. Default none. */
  readonly callbacks?: readonly Callback[];
  /** Metrics over each whole epoch, by name: `{ accuracy }` gives `accuracy` and `val_accuracy`. */
  readonly metrics?: Readonly<Record<string, Metric>>;
  /** Names of the losses, in the trainer's order: `quality` gives `quality_loss`. Default `part1`, `part2` … */
  readonly lossNames?: readonly string[];
  /** Keeps the state after each epoch, and goes on from it. */
  readonly checkpoint?: CheckpointOptions;
  /** Stops after the running step. */
  readonly signal?: AbortSignal;
  /** Where remarks go, such as that a training is resumed. Default the console. */
  readonly onNote?: (line: string) => void;
}

const schema = z.looseObject({
  epochs: z.int().positive(),
  clip: z
    .object({ globalNorm: z.number().positive().optional(), value: z.number().positive().optional() })
    .optional(),
});

export function checkFitOptions(data: FitData, options: FitOptions): void {
  parseOptions('fit', schema, options);
  const names = (options.callbacks ?? []).map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice) throw new ArgumentError(`fit: two callbacks are named ${twice}; give each its own name`);
  if (options.schedule && !(Number(data.trainBatches) > 0)) {
    throw new ArgumentError(
      'fit: a schedule needs to know how long an epoch is; give trainBatches with the data',
    );
  }
}
