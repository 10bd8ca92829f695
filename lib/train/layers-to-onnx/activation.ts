import { shown } from '../../errors/index.js';
import { LayerError } from './errors.js';
import { axisInGraph, type LayerLike, type NetworkWriter, type Value } from './network-writer.js';

type Activation = (w: NetworkWriter, x: Value) => string;

const activations: Readonly<Record<string, Activation>> = {
  linear: (_, x) => x.name,
  relu: (w, x) => w.op('Relu', [x.name]),
  relu6: (w, x) => w.op('Clip', [x.name, w.scalar(0), w.scalar(6)]),
  sigmoid: (w, x) => w.op('Sigmoid', [x.name]),
  hardSigmoid: (w, x) => {
    const line = w.op('Add', [w.op('Mul', [x.name, w.scalar(0.2)]), w.scalar(0.5)]);
    return w.op('Clip', [line, w.scalar(0), w.scalar(1)]);
  },
  tanh: (w, x) => w.op('Tanh', [x.name]),
  softmax: (w, x) => w.op('Softmax', [x.name], { axis: axisInGraph(-1, x) }),
  elu: (w, x) => w.op('Elu', [x.name], { alpha: { float: 1 } }),
  swish: (w, x) => w.op('Mul', [x.name, w.op('Sigmoid', [x.name])]),
};

/** Applies an activation by the name that a layer's settings give it. */
export function activate(w: NetworkWriter, layer: LayerLike, name: unknown, x: Value): Value {
  if (name === undefined || name === null) return x;
  const write = activations[typeof name === 'string' ? name : ''];
  if (write === undefined) {
    const known = Object.keys(activations).join(', ');
    throw new LayerError(
      `layer ${layer.name} has the activation ${shown(name)}; these can be written as ONNX: ${known}`,
    );
  }
  return { name: write(w, x), shape: x.shape };
}

export function activation(w: NetworkWriter, layer: LayerLike, [x]: readonly Value[]): Value {
  return activate(w, layer, layer.getConfig().activation, x);
}

/** ReLU with an upper limit where one is set. */
export function relu(w: NetworkWriter, layer: LayerLike, [x]: readonly Value[]): Value {
  const { maxValue } = layer.getConfig();
  if (typeof maxValue !== 'number') return activate(w, layer, 'relu', x);
  return { name: w.op('Clip', [x.name, w.scalar(0), w.scalar(maxValue)]), shape: x.shape };
}

export function leakyRelu(w: NetworkWriter, layer: LayerLike, [x]: readonly Value[]): Value {
  const alpha = { float: Number(layer.getConfig().alpha) };
  return { name: w.op('LeakyRelu', [x.name], { alpha }), shape: x.shape };
}

export function elu(w: NetworkWriter, layer: LayerLike, [x]: readonly Value[]): Value {
  const alpha = { float: Number(layer.getConfig().alpha ?? 1) };
  return { name: w.op('Elu', [x.name], { alpha }), shape: x.shape };
}

/** Along the axis of its settings, which TensorFlow.js counts with the batch. */
export function softmax(w: NetworkWriter, layer: LayerLike, [x]: readonly Value[]): Value {
  const axis = axisInGraph(Number(layer.getConfig().axis ?? -1), x);
  return { name: w.op('Softmax', [x.name], { axis }), shape: x.shape };
}
