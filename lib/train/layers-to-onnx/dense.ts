import { activate } from './activation.js';
import type { LayerLike, NetworkWriter, Value } from './network-writer.js';

/** Kernel [in, out], over the last axis. */
export function dense(w: NetworkWriter, layer: LayerLike, [x]: readonly Value[]): Value {
  const kernel = w.weight(layer, 'kernel');
  const bias = w.weightOf(layer, 'bias') && w.weight(layer, 'bias');
  const { units, activation } = layer.getConfig();
  const shape = [...x.shape.slice(0, -1), Number(units)];
  if (x.shape.length === 1) {
    const name = w.op('Gemm', [x.name, kernel, ...(bias ? [bias] : [])]);
    return activate(w, layer, activation, { name, shape });
  }
  const product = w.op('MatMul', [w.channelsLast(x), kernel]);
  const y = w.fromChannelsLast(bias ? w.op('Add', [product, bias]) : product, shape);
  return activate(w, layer, activation, y);
}
