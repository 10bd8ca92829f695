import { elementCount } from '../../onnx/index.js';
import { LayerError } from './errors.js';
import { assertPicture } from './layer-settings.js';
import { channelsFirst, type LayerLike, type NetworkWriter, type Value } from './network-writer.js';

export function flatten(w: NetworkWriter, _: LayerLike, [x]: readonly Value[]): Value {
  const shape = [elementCount(x.shape)];
  if (x.shape.length === 1) return x;
  return { name: w.op('Reshape', [w.channelsLast(x), w.ints([0, ...shape])]), shape };
}

export function reshape(w: NetworkWriter, layer: LayerLike, [x]: readonly Value[]): Value {
  const target = (layer.getConfig().targetShape as (number | null)[]).map((size) => size ?? -1);
  const known = target.filter((size) => size > 0).reduce((product, size) => product * size, 1);
  const shape = target.map((size) => (size > 0 ? size : elementCount(x.shape) / known));
  return w.fromChannelsLast(w.op('Reshape', [w.channelsLast(x), w.ints([0, ...shape])]), shape);
}

export function permute(w: NetworkWriter, layer: LayerLike, [x]: readonly Value[]): Value {
  const dims = layer.getConfig().dims as number[];
  const name = w.op('Transpose', [w.channelsLast(x)], { perm: [0, ...dims] });
  return w.fromChannelsLast(
    name,
    dims.map((axis) => x.shape[axis - 1]),
  );
}

export function zeroPadding2d(w: NetworkWriter, layer: LayerLike, [x]: readonly Value[]): Value {
  assertPicture(layer, x);
  const [[top, bottom], [left, right]] = layer.getConfig().padding as number[][];
  const [height, width, channels] = x.shape;
  const name = w.op('Pad', [x.name, w.ints([0, 0, top, left, 0, 0, bottom, right])]);
  return { name, shape: [height + top + bottom, width + left + right, channels] };
}

/** In training a mask from outside decides what is dropped. */
export function dropout(w: NetworkWriter, layer: LayerLike, [x]: readonly Value[]): Value {
  const { rate, noiseShape } = layer.getConfig();
  if (!w.options.trains || !(Number(rate) > 0)) return x;
  if (noiseShape !== undefined && noiseShape !== null) {
    throw new LayerError(`layer ${layer.name} has a noiseShape; dropout can be trained without one`);
  }
  return { name: w.op('Mul', [x.name, w.mask(layer, Number(rate), x.shape)]), shape: x.shape };
}

/** x·scale + offset, the numbers one or one for each channel. */
export function rescaling(w: NetworkWriter, layer: LayerLike, [x]: readonly Value[]): Value {
  const { scale = 1, offset = 0 } = layer.getConfig();
  let { name } = x;
  const operand = (value: unknown) => {
    if (!Array.isArray(value)) return w.scalar(Number(value));
    const ones = x.shape.map(() => 1);
    ones[x.shape.length - 1] = value.length;
    return w.constant(Float32Array.from(value as number[]), channelsFirst(ones));
  };
  if (scale !== 1) name = w.op('Mul', [name, operand(scale)]);
  if (offset !== 0) name = w.op('Add', [name, operand(offset)]);
  return { name, shape: x.shape };
}
