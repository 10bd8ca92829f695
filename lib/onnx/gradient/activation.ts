import type { BackwardPass } from './backward-pass.js';
import type { Call, Rule } from './rule.js';

/** dy where y > 0. From y and not from x, so that ONNX Runtime may fuse the Relu into what comes before it. */
export const relu: Rule = ({ outputs: [y], dy }, pass) => [
  pass.masked.get(dy) === y ? dy : pass.op('Mul', [dy, pass.positive(y)]),
];

/** dy where min < y < max. From y, as `relu`; at the limits themselves 0, as TensorFlow.js has it for relu6 at 0. */
export const clip: Rule = ({ inputs: [, min = '', max = ''], outputs: [y], dy }, pass) => {
  let dx = dy;
  if (min !== '') {
    const zero = pass.numbers(min)?.[0] === 0;
    dx = pass.op('Mul', [dx, pass.positive(zero ? y : pass.op('Sub', [y, min]))]);
  }
  if (max !== '') {
    const limit = pass.numbers(max)?.[0];
    const inside = limit === undefined ? pass.positive(pass.op('Sub', [max, y])) : pass.below(y, limit);
    dx = pass.op('Mul', [dx, inside]);
  }
  return [dx];
};

/** y·(1 − y)·dy */
export const sigmoid: Rule = ({ outputs: [y], dy }, pass) => [
  pass.op('Mul', [pass.op('Mul', [dy, y]), pass.op('Sub', [pass.scalar(1), y])]),
];

/** (1 − y²)·dy */
export const tanh: Rule = ({ outputs: [y], dy }, pass) => [
  pass.op('Sub', [dy, pass.op('Mul', [dy, pass.op('Mul', [y, y])])]),
];

/** y·(dy − Σ dy·y) along the axis */
export const softmax: Rule = (call, pass) => {
  const [y] = call.outputs;
  const weighted = pass.op('Mul', [call.dy, y]);
  const total = pass.sum(weighted, [axisOf(call, pass)], true);
  return [pass.op('Sub', [weighted, pass.op('Mul', [y, total])])];
};

/** dy where x > 0, else dy·α·eˣ, which is dy·(y + α). */
export const elu: Rule = (call, pass) => {
  const [y] = call.outputs;
  const alpha = call.float('alpha', 1);
  const low = pass.op('Min', [y, pass.scalar(0)]);
  const positive = pass.indicator('Greater', y, pass.scalar(0));
  const slope = pass.op('Mul', [
    pass.op('Add', [low, pass.scalar(alpha)]),
    pass.op('Sub', [pass.scalar(1), positive]),
  ]);
  return [pass.op('Mul', [call.dy, pass.op('Add', [slope, positive])])];
};

/** dy where x > 0, else α·dy. */
export const leakyRelu: Rule = (call, pass) => {
  const alpha = call.float('alpha', 0.01);
  const positive = pass.indicator('Greater', call.inputs[0], pass.scalar(0));
  const slope = pass.op('Add', [pass.op('Mul', [positive, pass.scalar(1 - alpha)]), pass.scalar(alpha)]);
  return [pass.op('Mul', [call.dy, slope])];
};

function axisOf(call: Call, pass: BackwardPass): number {
  const axis = call.int('axis', -1);
  return axis < 0 ? axis + pass.shape(call.outputs[0]).length : axis;
}
