import { LayerError } from './errors.js';
import type { LayerLike, NetworkWriter, Value } from './network-writer.js';

/**
 * With the moving statistics; in training, where the layer is trainable, with those of the batch, and the moved ones become
 * outputs. A frozen layer keeps its statistics, as in Keras.
 */
export function batchNormalization(w: NetworkWriter, layer: LayerLike, [x]: readonly Value[]): Value {
  const { axis = -1, epsilon, momentum } = layer.getConfig();
  const last = x.shape.length;
  if ((axis !== -1 && axis !== last) || (last !== 1 && last !== 3)) {
    throw new LayerError(
      `layer ${layer.name} normalises axis ${axis} of [n, ${x.shape}]; only the last axis of rows and pictures can be written as ONNX`,
    );
  }
  const channels = x.shape[last - 1];
  const full = (value: number) => w.constant(new Float32Array(channels).fill(value));
  const scale = w.weightOf(layer, 'gamma') ? w.weight(layer, 'gamma') : full(1);
  const offset = w.weightOf(layer, 'beta') ? w.weight(layer, 'beta') : full(0);
  const inputs = [x.name, scale, offset, w.weight(layer, 'moving_mean'), w.weight(layer, 'moving_variance')];
  const attributes = { epsilon: { float: Number(epsilon) } };
  if (!w.options.trains?.(layer)) {
    return { name: w.op('BatchNormalization', inputs, attributes), shape: x.shape };
  }
  const [name, mean, variance] = w.graph.op(
    'BatchNormalization',
    inputs,
    { ...attributes, training_mode: 1, momentum: { float: Number(momentum) } },
    { outputs: 3 },
  );
  for (const [ending, output] of [
    ['moving_mean', mean],
    ['moving_variance', variance],
  ]) {
    const weight = w.weightOf(layer, ending);
    if (weight) w.moved.set(weight, output);
  }
  return { name, shape: x.shape };
}
