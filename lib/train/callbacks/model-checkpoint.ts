import { z } from 'zod';
import { parseOptions } from '../../records/index.js';
import type { Callback, FitContext } from '../fit/callback.js';
import type { LayersModel } from '../layers-model.js';
import { assignArrays, copyArrays } from '../named-arrays.js';
import { type SaveLayersModelOptions, saveLayersModel } from '../tfjs-format/index.js';
import { BestWeights } from './best-weights.js';
import { BestValue, type MonitorOptions, monitorShape } from './monitor.js';

export interface ModelCheckpointOptions extends MonitorOptions, SaveLayersModelOptions {
  /** The Layers model that the trainer was made from, or one around it. */
  readonly model: LayersModel;
  /** Where the best model is kept. */
  readonly folder: string;
}

const schema = z.looseObject({ ...monitorShape, folder: z.string().min(1) });
const savedSchema = z.object({ best: z.number().nullable() });

/**
 * Saves the model whenever the watched number is the best so far. A resumed training writes the best one so far into
 * the folder first, which may be that of a new run.
 * @throws {ArgumentError} for an option outside its range
 */
export function modelCheckpoint(options: ModelCheckpointOptions): Callback {
  parseOptions('modelCheckpoint', schema, options);
  const { model, folder, shardBytes, metadata } = options;
  const value = new BestValue('modelCheckpoint', options);
  const weights = new BestWeights();
  const save = (context: FitContext) => {
    context.trainer.writeBack();
    return saveLayersModel(model, folder, { shardBytes, metadata });
  };
  return {
    name: 'modelCheckpoint',
    async onTrainBegin(context) {
      if (!weights.isTaken) return;
      const { parameters, state } = context.trainer;
      const now = [copyArrays(parameters), copyArrays(state)];
      weights.putInto(context);
      await save(context);
      assignArrays(parameters, now[0]);
      assignArrays(state, now[1]);
    },
    async onEpochEnd(record, context) {
      if (!value.improves(record)) return;
      weights.take(context);
      await save(context);
    },
    state: () => ({ values: { best: value.best }, arrays: weights.toArrays() }),
    restore: ({ values, arrays }) => {
      value.best = savedSchema.parse(values).best;
      weights.fromArrays(arrays);
    },
  };
}
