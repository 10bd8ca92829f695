import { ModelError } from '../errors.js';
import type { BackwardPass } from './backward-pass.js';
import type { Call, Rule } from './rule.js';

/** Rules of the operators that move numbers and do not change them. */
export const identity: Rule = ({ dy }) => [dy];

/** Reshape, Flatten, Squeeze, Unsqueeze: back to the shape that the input had. */
export const reshape: Rule = ({ inputs: [x], dy }, pass) => [pass.reshape(dy, pass.shape(x))];

export const transpose: Rule = (call, pass) => {
  const rank = pass.shape(call.inputs[0]).length;
  const perm = call.ints('perm') ?? Array.from({ length: rank }, (_, i) => rank - 1 - i);
  const inverse = perm.map((_, i) => perm.indexOf(i));
  return [pass.op('Transpose', [call.dy], { perm: inverse })];
};

export const expand: Rule = ({ inputs: [x], outputs: [y], dy }, pass) => [
  pass.unbroadcast(dy, pass.shape(y), pass.shape(x)),
];

/** Cuts off what was padded; padding with a constant only. */
export const pad: Rule = (call, pass) => {
  const [x, padsInput] = call.inputs;
  const mode = call.text('mode') ?? 'constant';
  if (mode !== 'constant') throw new ModelError(`Pad in mode ${mode} has no gradient; mode constant has`);
  const shape = pass.shape(x);
  const pads = constant(call, pass, padsInput, 'pads');
  const ends = shape.map((dim, axis) => pads[axis] + dim);
  return [pass.op('Slice', [call.dy, pass.ints(pads.slice(0, shape.length)), pass.ints(ends)])];
};

export const concat: Rule = (call, pass) => {
  const axis = normalized(call.int('axis', 0), pass.shape(call.outputs[0]).length);
  let start = 0;
  return call.inputs.map((input, i) => {
    const from = start;
    start += pass.shape(input)[axis];
    return call.wanted[i]
      ? pass.op('Slice', [call.dy, pass.ints([from]), pass.ints([start]), pass.ints([axis])])
      : undefined;
  });
};

/** Pads with zeros where the slice left something out; steps of 1. */
export const slice: Rule = (call, pass) => {
  const [x, starts, ends, axesInput = '', steps = ''] = call.inputs;
  const shape = pass.shape(x);
  if (steps !== '' && constant(call, pass, steps, 'steps').some((step) => step !== 1)) {
    throw new ModelError('Slice has a gradient for steps of 1 only');
  }
  const first = constant(call, pass, starts, 'starts');
  const last = constant(call, pass, ends, 'ends');
  const axes = axesInput === '' ? first.map((_, i) => i) : constant(call, pass, axesInput, 'axes');
  const pads = new Array<number>(2 * shape.length).fill(0);
  for (const [i, given] of axes.entries()) {
    const axis = normalized(given, shape.length);
    const within = (at: number) => Math.min(shape[axis], Math.max(0, at < 0 ? at + shape[axis] : at));
    pads[axis] = within(first[i]);
    pads[shape.length + axis] = shape[axis] - within(last[i]);
  }
  return [pass.op('Pad', [call.dy, pass.ints(pads)])];
};

function constant(call: Call, pass: BackwardPass, name: string, what: string): number[] {
  const numbers = pass.numbers(name);
  if (numbers === undefined) {
    throw new ModelError(`the ${what} of ${call.type} are computed at run time; a gradient needs constants`);
  }
  return numbers;
}

function normalized(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
