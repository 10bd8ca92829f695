import { z } from 'zod';
import { parseOptions } from '../../records/index.js';
import type { Callback } from '../fit/callback.js';
import { BestWeights } from './best-weights.js';
import { BestValue, type MonitorOptions, monitorShape } from './monitor.js';

export interface EarlyStoppingOptions extends MonitorOptions {
  /** Epochs without improvement that are borne. Default 5. */
  readonly patience?: number;
  /** Least change that is an improvement. Default 0. */
  readonly minDelta?: number;
  /** Puts the weights of the best epoch back at the end, whether stopped early or not, as Keras 3 does. Default true. */
  readonly restoreBestWeights?: boolean;
}

const schema = z.object({
  ...monitorShape,
  patience: z.int().nonnegative().default(5),
  minDelta: z.number().nonnegative().default(0),
  restoreBestWeights: z.boolean().default(true),
});
const savedSchema = z.object({ best: z.number().nullable(), wait: z.number(), bestEpoch: z.number() });

/**
 * Ends the training when the watched number has not improved for `patience` epochs.
 * @throws {ArgumentError} for an option outside its range; {UserError} for a number that is not there
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): Callback {
  const { patience, minDelta, restoreBestWeights } = parseOptions('earlyStopping', schema, options);
  const value = new BestValue('earlyStopping', options, minDelta);
  const weights = new BestWeights();
  let wait = 0;
  let bestEpoch = 0;
  return {
    name: 'earlyStopping',
    onEpochEnd(record, context) {
      if (value.improves(record)) {
        wait = 0;
        bestEpoch = record.epoch;
        if (restoreBestWeights) weights.take(context);
        return;
      }
      wait++;
      if (wait >= patience && record.epoch > 1) {
        context.stop(
          `${value.monitored(record.logs)} did not improve for ${wait} epoch${wait === 1 ? '' : 's'} after epoch ${bestEpoch}`,
        );
      }
    },
    onTrainEnd: (context) => weights.putInto(context),
    state: () => ({ values: { best: value.best, wait, bestEpoch }, arrays: weights.toArrays() }),
    restore: (saved) => {
      ({ best: value.best, wait, bestEpoch } = savedSchema.parse(saved.values));
      weights.fromArrays(saved.arrays);
    },
  };
}
