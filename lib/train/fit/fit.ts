import { openCheckpoints, type TrainingState } from '../checkpoint/index.js';
import { assignArrays } from '../named-arrays.js';
import type { Trainer } from '../trainer-types.js';
import type { FitContext } from './callback.js';
import { Aborted, trainEpoch, validate } from './epoch.js';
import { TrainingInterrupted } from './errors.js';
import { checkFitOptions, type FitData, type FitOptions } from './fit-options.js';
import type { EpochRecord, History } from './history.js';
import { interruptible } from './interrupt.js';

/**
 * Trains: for each epoch steps over the training data, validation, callbacks, and a checkpoint where one is asked for.
 * With a checkpoint a rerun goes on after the last finished epoch and ends with the same weights as an uninterrupted
 * run; one of a finished training returns at once. At the end the weights are in the Layers model.
 * @throws TrainingError for a loss that is NaN or infinite, with epoch, batch and files
 * @throws TrainingInterrupted after Ctrl-C or an aborted signal, once the running step is done
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
  const { epochs, optimizer, schedule, callbacks = [], onNote = console.log } = options;
  const checkpoints = options.checkpoint
    ? await openCheckpoints(options.checkpoint, { epochs, optimizer, trainer }, onNote)
    : undefined;
  const saved = await checkpoints?.latest();
  const records: EpochRecord[] = [...(saved?.history ?? [])];
  let stopped = saved?.stopped ?? null;
  let steps = saved?.steps ?? 0;
  let trainBatches = data.trainBatches;
  const history = (): History => ({
    epochs: [...records],
    stopped,
    resumedAfter: saved?.history.length ?? 0,
  });
  const context: FitContext = {
    trainer,
    optimizer,
    epochs,
    learningRate: saved?.learningRate ?? optimizer.learningRate,
    get trainBatches() {
      return trainBatches;
    },
    get history() {
      return history();
    },
    stop: (reason) => {
      stopped ??= reason;
    },
  };
  const state = (finished: boolean): TrainingState => ({
    finished,
    steps,
    stopped,
    learningRate: context.learningRate,
    history: records,
    parameters: trainer.parameters,
    state: trainer.state,
    optimizer: optimizer.state(),
    callbacks: new Map(
      callbacks.flatMap((callback) => {
        const kept = callback.state?.();
        return kept ? [[callback.name, kept] as const] : [];
      }),
    ),
  });

  if (saved) {
    assignArrays(trainer.parameters, saved.parameters);
    assignArrays(trainer.state, saved.state);
    optimizer.restore(saved.optimizer);
    for (const callback of callbacks) {
      const kept = saved.callbacks.get(callback.name);
      if (kept) callback.restore?.(kept);
    }
    onNote(
      saved.finished
        ? `training finished before, after ${records.length} epochs; its weights are taken from ${checkpoints?.folder}`
        : `training goes on after epoch ${records.length} of ${epochs}, from ${checkpoints?.folder}`,
    );
  }
  for (const callback of callbacks) await callback.onTrainBegin?.(context);
  try {
    for (let epoch = records.length + 1; epoch <= epochs && stopped === null; epoch++) {
      for (const callback of callbacks) await callback.onEpochBegin?.(epoch, context);
      trainer.beginEpoch?.(epoch);
      const begun = performance.now();
      let batches = 0;
      const logs = await trainEpoch(trainer, data, epoch, options, {
        signal,
        rate: () =>
          schedule
            ? schedule(steps, data.trainBatches as number, context.learningRate)
            : context.learningRate,
        afterStep: async (batch, result) => {
          steps++;
          batches = batch;
          for (const callback of callbacks) await callback.onBatchEnd?.(batch, result, context);
        },
      });
      const learningRate = optimizer.learningRate;
      trainBatches ??= batches;
      Object.assign(logs, await validate(trainer, data, epoch, options, signal));
      const record = { epoch, seconds: (performance.now() - begun) / 1000, learningRate, logs };
      records.push(record);
      for (const callback of callbacks) await callback.onEpochEnd?.(record, context);
      await checkpoints?.save(state(false));
    }
  } catch (error) {
    if (!(error instanceof Aborted)) throw error;
    trainer.writeBack();
    const next = checkpoints
      ? `run it again to go on after epoch ${records.length}`
      : 'the model has the weights of its last step';
    throw new TrainingInterrupted(
      `training was stopped in epoch ${records.length + 1} ${error.place}; ${next}`,
      history(),
    );
  }
  for (const callback of callbacks) await callback.onTrainEnd?.(context);
  if (!saved?.finished) await checkpoints?.save(state(true));
  trainer.writeBack();
  return history();
}
