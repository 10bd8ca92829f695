import { openCheckpoints } from '../checkpoint/index.js';
import type { Trainer } from '../trainer-types.js';
import { trainEpoch, validate } from './epoch.js';
import { Aborted, TrainingInterrupted } from './errors.js';
import { checkFitOptions, type FitData, type FitOptions } from './fit-options.js';
import type { History } from './history.js';
import { interruptible } from './interrupt.js';
import { Training } from './training.js';

/**
 * Trains: for each epoch steps over the training data, validation, callbacks, and a checkpoint where one is asked for.
 * With a checkpoint a rerun goes on after the last finished epoch and ends with the same weights as an uninterrupted
 * run; one of a finished training returns at once. At the end the weights are in the Layers model.
 * @throws {UserError} for a loss that is NaN or infinite, with epoch, batch and files
 * @throws {TrainingInterrupted} after Ctrl-C or an aborted signal, once the running step is done
 * @example
 * const history = await fit(trainer, { train: (epoch) => batches(epoch), validation, trainBatches: 22 }, {
 *   epochs: 20, optimizer: adam(), callbacks: [earlyStopping({ patience: 5 }), trainingProgress()],
 * });
 */
export async function fit(trainer: Trainer, data: FitData, options: FitOptions): Promise<History> {
  checkFitOptions(data, options);
  const callbacks = options.callbacks ?? [];
  try {
    return await interruptible(options.signal, (signal) => run(trainer, data, options, signal));
  } finally {
    for (const callback of callbacks) callback.onClose?.();
  }
}

async function run(
  trainer: Trainer,
  data: FitData,
  options: FitOptions,
  signal: AbortSignal,
): Promise<History> {
  const { epochs, optimizer, callbacks = [], onNote = console.log } = options;
  const checkpoints = options.checkpoint
    ? await openCheckpoints(options.checkpoint, { epochs, optimizer, trainer }, onNote)
    : undefined;
  const saved = await checkpoints?.latest();
  const training = new Training(trainer, options, data.trainBatches);
  const { records } = training;
  if (saved) {
    training.restore(saved);
    onNote(
      saved.finished
        ? `training finished before, after ${records.length} epochs; its weights are taken from ${checkpoints?.folder}`
        : `training goes on after epoch ${records.length} of ${epochs}, from ${checkpoints?.folder}`,
    );
  }
  for (const callback of callbacks) await callback.onTrainBegin?.(training);
  try {
    while (records.length < epochs && training.stopped === null) {
      await runEpoch(training, data, options, signal);
      await checkpoints?.save(training.state(false));
    }
  } catch (error) {
    if (!(error instanceof Aborted)) throw error;
    trainer.writeBack();
    const next = checkpoints
      ? `run it again to go on after epoch ${records.length}`
      : 'the model has the weights of its last step';
    throw new TrainingInterrupted(
      `training was stopped in epoch ${records.length + 1} ${error.place}; ${next}`,
      training.history,
    );
  }
  for (const callback of callbacks) await callback.onTrainEnd?.(training);
  if (!saved?.finished) await checkpoints?.save(training.state(true));
  trainer.writeBack();
  return training.history;
}

/** The next epoch: its steps, validation, and its record. */
async function runEpoch(
  training: Training,
  data: FitData,
  options: FitOptions,
  signal: AbortSignal,
): Promise<void> {
  const { trainer, optimizer } = training;
  const { schedule, callbacks = [] } = options;
  const epoch = training.records.length + 1;
  for (const callback of callbacks) await callback.onEpochBegin?.(epoch, training);
  trainer.beginEpoch?.(epoch);
  const begun = performance.now();
  let batches = 0;
  const logs = await trainEpoch(trainer, data, epoch, options, {
    signal,
    rate: () =>
      schedule
        ? schedule(training.steps, data.trainBatches as number, training.learningRate)
        : training.learningRate,
    afterStep: async (batch, result) => {
      training.steps++;
      batches = batch;
      for (const callback of callbacks) await callback.onBatchEnd?.(batch, result, training);
    },
  });
  const { learningRate } = optimizer;
  training.trainBatches ??= batches;
  Object.assign(logs, await validate(trainer, data, epoch, options, signal));
  const record = { epoch, seconds: (performance.now() - begun) / 1000, learningRate, logs };
  training.records.push(record);
  for (const callback of callbacks) await callback.onEpochEnd?.(record, training);
}
