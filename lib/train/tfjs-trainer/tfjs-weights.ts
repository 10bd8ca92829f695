import type { LayersModel, Tensor, Variable } from '@tensorflow/tfjs';
import type { TensorFlow } from './load-tensorflow.js';

interface NamedVariable {
  readonly name: string;
  readonly variable: Variable;
}

/** The weights that training changes: TensorFlow.js's variables, and arrays of our own. */
export interface TfjsWeights {
  readonly trained: readonly NamedVariable[];
  /** Moving means and variances of batch norms. */
  readonly moving: readonly NamedVariable[];
  readonly parameters: ReadonlyMap<string, Float32Array>;
  readonly state: ReadonlyMap<string, Float32Array>;
  /** Puts the arrays into the variables. */
  upload(): void;
}

export function tfjsWeights(tf: TensorFlow, model: LayersModel): TfjsWeights {
  const named = (weights: LayersModel['weights']): NamedVariable[] =>
    weights.map((weight) => ({ name: weight.originalName, variable: weight.read() as Variable }));
  const arrays = (weights: readonly NamedVariable[]) =>
    new Map(weights.map(({ name, variable }) => [name, valuesOf(variable)] as const));
  const trained = named(model.trainableWeights);
  const moving = named(
    model.nonTrainableWeights.filter(({ originalName }) => /moving_(mean|variance)$/.test(originalName)),
  );
  const parameters = arrays(trained);
  const state = arrays(moving);
  const upload = () =>
    tf.tidy(() => {
      for (const { name, variable } of [...trained, ...moving]) {
        const values = parameters.get(name) ?? state.get(name);
        variable.assign(tf.tensor((values as Float32Array).slice(), variable.shape));
      }
    });
  return { trained, moving, parameters, state, upload };
}

/** A copy of a tensor's values: the CPU backend hands out its own arrays. */
export function valuesOf(tensor: Tensor): Float32Array {
  return Float32Array.from(tensor.dataSync());
}
