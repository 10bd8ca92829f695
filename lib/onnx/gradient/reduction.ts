import { ModelError } from '../errors.js';
import type { BackwardPass } from './backward-pass.js';
import type { Call, Rule } from './rule.js';

export const reduceSum: Rule = (call, pass) => [spread(call, pass, call.dy)];

export const reduceMean: Rule = (call, pass) => {
  const [x] = call.inputs;
  const size = axesOf(call, pass).reduce((product, axis) => product * pass.shape(x)[axis], 1);
  return [spread(call, pass, pass.op('Mul', [call.dy, pass.scalar(1 / size)]))];
};

/** Repeats a gradient along the axes that were reduced. */
function spread(call: Call, pass: BackwardPass, dy: string): string {
  const shape = pass.shape(call.inputs[0]);
  const axes = axesOf(call, pass);
  const kept = pass.reshape(
    dy,
    shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim)),
  );
  return pass.op('Expand', [kept, pass.ints(shape)]);
}

/** The reduced axes: an attribute or, in later opsets, a constant input; all where neither is given. */
function axesOf(call: Call, pass: BackwardPass): number[] {
  const [x, axesInput = ''] = call.inputs;
  const rank = pass.shape(x).length;
  const given = axesInput === '' ? call.ints('axes') : pass.numbers(axesInput);
  if (axesInput !== '' && given === undefined) {
    throw new ModelError(`the axes of ${call.type} are computed at run time; a gradient needs constants`);
  }
  if (!given?.length)
    return call.int('noop_with_empty_axes', 0) ? [] : Array.from({ length: rank }, (_, i) => i);
  return given.map((axis) => (axis < 0 ? axis + rank : axis));
}
