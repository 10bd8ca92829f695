import { z } from 'zod';
import { UserError } from '../../errors/index.js';
import type { NeuralNetworkParts } from '../neural-network.js';

const numbers = z.array(z.number());

/** What `toJSON` gives, before its sizes are checked. */
export const networkSchema = z.object({
  kind: z.literal('neuralNetwork'),
  names: z.array(z.string()).min(1),
  fill: numbers,
  inputs: z.object({ mean: numbers, scale: z.array(z.number().positive()) }),
  output: z.object({ mean: z.number(), scale: z.number().positive() }),
  layers: z.array(z.object({ kernel: numbers, bias: numbers.min(1) })).min(1),
});

/** @throws {UserError} for sizes that do not follow from one another */
export function networkFromJson(json: z.infer<typeof networkSchema>): NeuralNetworkParts {
  const sized = (what: string, list: readonly unknown[], length: number) => {
    if (list.length !== length) throw new UserError(`it has ${list.length} ${what} for ${length}`);
  };
  let inputs = json.names.length;
  sized('medians', json.fill, inputs);
  sized('means', json.inputs.mean, inputs);
  sized('scales', json.inputs.scale, inputs);
  const layers = json.layers.map(({ kernel, bias }, l) => {
    sized(`weights in layer ${l + 1}`, kernel, inputs * bias.length);
    inputs = bias.length;
    return { kernel: Float64Array.from(kernel), bias: Float64Array.from(bias) };
  });
  sized('outputs', json.layers[layers.length - 1].bias, 1);
  return { ...json, layers };
}
