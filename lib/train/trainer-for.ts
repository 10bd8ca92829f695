import type { LayersModel } from '@tensorflow/tfjs';
import { LayerError } from './layers-to-onnx/index.js';
import { createTrainer, type TrainerOptions } from './onnx-trainer/index.js';
import { tfjsTrainer } from './tfjs-trainer/index.js';
import type { Trainer } from './trainer-types.js';

/**
 * `createTrainer` where every layer of the model has a rule as an ONNX graph; else `tfjsTrainer`, and a note says for
 * which layer, and that it is slower.
 */
export async function trainerFor(
  model: LayersModel,
  options: TrainerOptions & { readonly onNote?: (line: string) => void },
): Promise<Trainer> {
  const { onNote = console.warn, ...rest } = options;
  try {
    return await createTrainer(model, rest);
  } catch (error) {
    if (!(error instanceof LayerError) || options.input === 'features') throw error;
    onNote(error.message);
    return tfjsTrainer(model, { losses: options.losses, batchSize: options.batchSize, onNote });
  }
}
