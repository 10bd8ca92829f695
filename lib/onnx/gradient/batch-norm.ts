import type { onnx as messages } from 'onnx-proto';
import { ModelError } from '../errors.js';
import { onnx } from '../proto.js';
import type { BackwardPass } from './backward-pass.js';
import type { Call, Rule } from './rule.js';

/**
 * y = γ·x̂ + β with x̂ = (x − μ)·s, s = 1/√(σ² + ε), over [N, C, …]. x̂ is never stored: with the sums Σdy and Σdy·x of
 * each channel everything is affine in x and dy.
 * Given statistics (inference): dx = γ·s·dy. Those of the batch (training): dx = γ·s·(dy − Σdy/M − x̂·Σdy·x̂/M), M = N·H·W.
 */
export const batchNormalization: Rule = (call, pass) => {
  const [x, scale, , mean, variance] = call.inputs;
  const training = pass.batchStatistics.has(call.outputs[0]);
  if (!training && (call.wanted[3] || call.wanted[4])) {
    throw new ModelError('BatchNormalization has no gradient for its mean and variance; use training_mode 1');
  }
  const shape = pass.shape(x);
  const channels = shape[1];
  const perChannel = [1, channels, ...shape.slice(2).map(() => 1)];
  const one = pass.scalar(1);
  const deviation = pass.op('Sqrt', [pass.op('Add', [variance, pass.scalar(call.float('epsilon', 1e-5))])]);
  const s = pass.op('Div', [one, deviation]);
  const factor = pass.op('Mul', [scale, s]);
  const all = shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  const needsSums = training || call.wanted[1] || call.wanted[2];
  if (!needsSums) return [pass.op('Mul', [call.dy, pass.reshape(factor, perChannel)])];

  const sumDy = pass.sum(call.dy, all);
  const sumDyX = pass.channelDots(call.dy, x, shape);
  const dScale = pass.op('Mul', [s, pass.op('Sub', [sumDyX, pass.op('Mul', [mean, sumDy])])]);
  const dx = () => {
    if (!training) return pass.op('Mul', [call.dy, pass.reshape(factor, perChannel)]);
    const share = pass.scalar(channels / shape.reduce((product, dim) => product * dim, 1));
    const slope = pass.op('Neg', [pass.op('Mul', [pass.op('Mul', [s, dScale]), share])]);
    const offset = pass.op('Neg', [
      pass.op('Add', [pass.op('Mul', [sumDy, share]), pass.op('Mul', [slope, mean])]),
    ]);
    const correction = affine(pass, x, slope, offset, channels);
    const inner = pass.op('Add', [call.dy, correction]);
    return pass.op('Mul', [inner, pass.reshape(factor, perChannel)]);
  };
  return [call.wanted[0] ? dx() : undefined, dScale, sumDy];
};

/** slope·x + offset for each channel in one pass: what BatchNormalization with mean 0 and variance 1 is. */
function affine(pass: BackwardPass, x: string, slope: string, offset: string, channels: number): string {
  const zeros = pass.constant({ type: 'float32', dims: [channels], data: new Float32Array(channels) });
  const ones = pass.constant({ type: 'float32', dims: [channels], data: new Float32Array(channels).fill(1) });
  return pass.op('BatchNormalization', [x, slope, offset, zeros, ones], { epsilon: { float: 0 } });
}

/**
 * Writes a BatchNormalization with training_mode 1 as its statistics and a BatchNormalization that is given them, so that
 * the backward pass can use them too. The variance is E[x²] − E[x]², as fast as one reading of x allows.
 */
export function withBatchStatistics(node: messages.INodeProto, call: Call, pass: BackwardPass): void {
  const [x, scale, offset, runningMean, runningVariance] = call.inputs;
  const [y, newMean = '', newVariance = ''] = call.outputs;
  const shape = pass.shape(x);
  const axes = shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  const share = pass.scalar(shape[1] / shape.reduce((product, dim) => product * dim, 1));
  const mean = pass.op('ReduceMean', [x], { axes, keepdims: 0 });
  const meanSquare = pass.op('Mul', [pass.channelDots(x, x, shape), share]);
  const difference = pass.op('Sub', [meanSquare, pass.op('Mul', [mean, mean])]);
  const variance = pass.op('Max', [difference, pass.scalar(0)]);
  const momentum = call.float('momentum', 0.9);
  const moved = (running: string, current: string, output: string) => {
    if (output === '') return;
    const kept = pass.op('Mul', [running, pass.scalar(momentum)]);
    const added = pass.op('Mul', [current, pass.scalar(1 - momentum)]);
    pass.nodes.push(onnx.NodeProto.create({ opType: 'Add', input: [kept, added], output: [output] }));
  };
  moved(runningMean, mean, newMean);
  moved(runningVariance, variance, newVariance);
  pass.nodes.push(
    onnx.NodeProto.create({
      ...node,
      input: [x, scale, offset, mean, variance],
      output: [y],
      attribute: node.attribute?.filter(({ name }) => name === 'epsilon'),
    }),
  );
  pass.batchStatistics.add(y);
}
