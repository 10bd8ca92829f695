import { LayerError } from './errors.js';
import { axisInGraph, type LayerLike, type NetworkWriter, type Value } from './network-writer.js';

/** Element-wise over two or more inputs, which may broadcast along axes of size 1. */
function merge(type: 'Add' | 'Mul') {
  return (w: NetworkWriter, layer: LayerLike, values: readonly Value[]): Value => {
    const [first, ...others] = values;
    if (others.some(({ shape }) => shape.length !== first.shape.length)) {
      const shapes = values.map(({ shape }) => `[${shape}]`).join(' and ');
      throw new LayerError(
        `layer ${layer.name} joins shapes ${shapes}; give them the same number of axes by a Reshape`,
      );
    }
    return others.reduce(
      (a, b) => ({
        name: w.op(type, [a.name, b.name]),
        shape: a.shape.map((size, axis) => Math.max(size, b.shape[axis])),
      }),
      first,
    );
  };
}

export const add = merge('Add');
export const multiply = merge('Mul');

export function average(w: NetworkWriter, layer: LayerLike, values: readonly Value[]): Value {
  const sum = add(w, layer, values);
  return { name: w.op('Mul', [sum.name, w.scalar(1 / values.length)]), shape: sum.shape };
}

export function concatenate(w: NetworkWriter, layer: LayerLike, values: readonly Value[]): Value {
  const rank = values[0].shape.length;
  const given = Number(layer.getConfig().axis ?? -1);
  const axis = given < 0 ? given + rank + 1 : given;
  if (axis === 0) throw new LayerError(`layer ${layer.name} joins along the batch; join along another axis`);
  const shape = [...values[0].shape];
  shape[axis - 1] = values.reduce((sum, value) => sum + value.shape[axis - 1], 0);
  return {
    name: w.op(
      'Concat',
      values.map(({ name }) => name),
      { axis: axisInGraph(axis, values[0]) },
    ),
    shape,
  };
}
