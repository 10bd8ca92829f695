import { activate } from './activation.js';
import { LayerError } from './errors.js';
import { assertPicture, pair, place } from './layer-settings.js';
import type { LayerLike, NetworkWriter, Value } from './network-writer.js';

/** Kernel [height, width, in, out]. */
export function conv2d(w: NetworkWriter, layer: LayerLike, [x]: readonly Value[]): Value {
  const kernel = w.weight(layer, 'kernel', [3, 2, 0, 1]);
  return activated(w, layer, convolved(w, layer, x, kernel, Number(layer.getConfig().filters), 1, true));
}

/** Kernel [height, width, in, multiplier]; output channel in·multiplier + m. */
export function depthwiseConv2d(w: NetworkWriter, layer: LayerLike, [x]: readonly Value[]): Value {
  const { kernel, filters } = depthwiseKernel(w, layer, x);
  return activated(w, layer, convolved(w, layer, x, kernel, filters, x.shape[2], true));
}

/** A depthwise convolution and one of 1×1. */
export function separableConv2d(w: NetworkWriter, layer: LayerLike, [x]: readonly Value[]): Value {
  const { kernel, filters } = depthwiseKernel(w, layer, x);
  const deep = convolved(w, layer, x, kernel, filters, x.shape[2], false);
  const mixed = w.op('Conv', [
    deep.name,
    w.weight(layer, 'pointwise_kernel', [3, 2, 0, 1]),
    ...bias(w, layer),
  ]);
  return activated(w, layer, {
    name: mixed,
    shape: [...deep.shape.slice(0, 2), Number(layer.getConfig().filters)],
  });
}

function depthwiseKernel(w: NetworkWriter, layer: LayerLike, x: Value) {
  const multiplier = Number(w.weightOf(layer, 'depthwise_kernel')?.shape[3] ?? 1);
  const filters = x.shape[2] * multiplier;
  const kernel = w.weight(layer, 'depthwise_kernel', [2, 3, 0, 1]);
  const dims = [filters, 1, ...pair(layer, 'kernelSize')];
  return { kernel: w.op('Reshape', [kernel, w.ints(dims)]), filters };
}

function convolved(
  w: NetworkWriter,
  layer: LayerLike,
  x: Value,
  kernel: string,
  filters: number,
  group: number,
  withBias: boolean,
): Value {
  assertPicture(layer, x);
  const { padding, dilationRate } = layer.getConfig();
  if (padding === 'causal') {
    throw new LayerError(`layer ${layer.name} has padding causal; use same or valid`);
  }
  const strides = pair(layer, 'strides', [1, 1]);
  const dilations = pair(layer, 'dilationRate', [1, 1]);
  const size = pair(layer, 'kernelSize');
  const [rows, columns] = [0, 1].map((i) => {
    const extent = (size[i] - 1) * dilations[i] + 1;
    return place(x.shape[i], extent, strides[i], padding);
  });
  const name = w.op('Conv', [x.name, kernel, ...(withBias ? bias(w, layer) : [])], {
    kernel_shape: size,
    strides,
    pads: [rows.before, columns.before, rows.after, columns.after],
    ...(dilationRate === undefined ? {} : { dilations }),
    ...(group === 1 ? {} : { group }),
  });
  return { name, shape: [rows.places, columns.places, filters] };
}

function bias(w: NetworkWriter, layer: LayerLike): string[] {
  return w.weightOf(layer, 'bias') ? [w.weight(layer, 'bias')] : [];
}

function activated(w: NetworkWriter, layer: LayerLike, y: Value): Value {
  return activate(w, layer, layer.getConfig().activation, y);
}
