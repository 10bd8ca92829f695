import { z } from 'zod';
import { parseOptions } from '../../records/index.js';
import type { Callback } from '../fit/callback.js';
import { BestValue, type MonitorOptions, monitorShape } from './monitor.js';

export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** The learning rate is multiplied by it, in (0, 1). Default 0.1. */
  readonly factor?: number;
  /** Epochs without improvement before the rate falls. Default 10. */
  readonly patience?: number;
  /** Least change that is an improvement. Default 1e-4. */
  readonly minDelta?: number;
  /** Epochs after a fall of the rate that do not count. Default 0. */
  readonly cooldown?: number;
  /** Rate that it does not fall below. Default 0. */
  readonly minLearningRate?: number;
}

const schema = z.object({
  ...monitorShape,
  factor: z.number().positive().lt(1).default(0.1),
  patience: z.int().nonnegative().default(10),
  minDelta: z.number().nonnegative().default(1e-4),
  cooldown: z.int().nonnegative().default(0),
  minLearningRate: z.number().nonnegative().default(0),
});
const savedSchema = z.object({ best: z.number().nullable(), wait: z.number(), cooling: z.number() });

/**
 * Lowers the learning rate when the watched number stays where it is, step for step as Keras's callback of that name.
 * @throws {ArgumentError} for an option outside its range; {UserError} for a number that is not there
 */
export function reduceLROnPlateau(options: ReduceLROnPlateauOptions = {}): Callback {
  const { factor, patience, minDelta, cooldown, minLearningRate } = parseOptions(
    'reduceLROnPlateau',
    schema,
    options,
  );
  const value = new BestValue('reduceLROnPlateau', options, minDelta);
  let wait = 0;
  let cooling = 0;
  return {
    name: 'reduceLROnPlateau',
    onEpochEnd(record, context) {
      if (cooling > 0) {
        cooling--;
        wait = 0;
      }
      if (value.improves(record)) {
        wait = 0;
        return;
      }
      if (cooling > 0) return;
      wait++;
      if (wait < patience || context.learningRate <= minLearningRate) return;
      context.learningRate = Math.max(context.learningRate * factor, minLearningRate);
      cooling = cooldown;
      wait = 0;
    },
    state: () => ({ values: { best: value.best, wait, cooling } }),
    restore: ({ values }) => {
      ({ best: value.best, wait, cooling } = savedSchema.parse(values));
    },
  };
}
