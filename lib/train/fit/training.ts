import type { TrainingState } from '../checkpoint/index.js';
import { assignArrays, byPlace } from '../named-arrays.js';
import type { NamedArrays, Optimizer } from '../optimizers/index.js';
import type { Trainer } from '../trainer-types.js';
import type { Callback, FitContext } from './callback.js';
import type { FitOptions } from './fit-options.js';
import type { EpochRecord, History } from './history.js';

/** A training under way: what callbacks see of it, and what a checkpoint keeps. */
export class Training implements FitContext {
  readonly trainer: Trainer;
  readonly optimizer: Optimizer;
  readonly epochs: number;
  readonly records: EpochRecord[] = [];
  trainBatches: number | undefined;
  learningRate: number;
  steps = 0;
  stopped: string | null = null;
  readonly #callbacks: readonly Callback[];
  #resumedAfter = 0;

  constructor(trainer: Trainer, { optimizer, epochs, callbacks = [] }: FitOptions, trainBatches?: number) {
    this.trainer = trainer;
    this.optimizer = optimizer;
    this.epochs = epochs;
    this.trainBatches = trainBatches;
    this.learningRate = optimizer.learningRate;
    this.#callbacks = callbacks;
  }

  get history(): History {
    return { epochs: [...this.records], stopped: this.stopped, resumedAfter: this.#resumedAfter };
  }

  readonly stop = (reason: string): void => {
    this.stopped ??= reason;
  };

  state(finished: boolean): TrainingState {
    return {
      finished,
      steps: this.steps,
      stopped: this.stopped,
      learningRate: this.learningRate,
      history: this.records,
      parameters: this.trainer.parameters,
      state: this.trainer.state,
      optimizer: this.optimizer.state(),
      callbacks: new Map(
        this.#callbacks.flatMap((callback) => {
          const kept = callback.state?.();
          return kept ? [[callback.name, kept] as const] : [];
        }),
      ),
    };
  }

  /** Goes on from what a checkpoint kept. */
  restore(saved: TrainingState): void {
    this.records.push(...saved.history);
    this.#resumedAfter = saved.history.length;
    this.stopped = saved.stopped;
    this.steps = saved.steps;
    this.learningRate = saved.learningRate;
    const { parameters, state } = this.trainer;
    assignArrays(parameters, byPlace(parameters, saved.parameters));
    assignArrays(state, byPlace(state, saved.state));
    this.optimizer.restore({
      ...saved.optimizer,
      slots: renamedSlots(saved.optimizer.slots, [...saved.parameters.keys()], [...parameters.keys()]),
    });
    for (const callback of this.#callbacks) {
      const kept = saved.callbacks.get(callback.name);
      if (kept) callback.restore?.(kept);
    }
  }
}

/** Slots `<weight>/<slot>` under the weights' present names. */
function renamedSlots(
  slots: NamedArrays,
  before: readonly string[],
  now: readonly string[],
): Map<string, Float32Array> {
  const nameOf = new Map(before.map((name, i) => [name, now[i]]));
  return new Map(
    Array.from(slots, ([key, values]) => {
      const at = key.lastIndexOf('/');
      return [`${nameOf.get(key.slice(0, at))}${key.slice(at)}`, values];
    }),
  );
}
