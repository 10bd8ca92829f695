import { clip, elu, leakyRelu, relu, sigmoid, softmax, tanh } from './activation.js';
import { abs, add, div, exp, log, mul, neg, sqrt, sub } from './arithmetic.js';
import { batchNormalization } from './batch-norm.js';
import { conv } from './conv.js';
import { concat, expand, identity, pad, reshape, slice, transpose } from './layout.js';
import { gemm, matMul } from './matmul.js';
import { averagePool, globalAveragePool, globalMaxPool, maxPool } from './pool.js';
import { reduceMean, reduceSum } from './reduction.js';
import type { Rule } from './rule.js';

/** Operator to rule. Dropout is a Mul by a mask that is an input. */
export const rules: Readonly<Record<string, Rule>> = {
  Abs: abs,
  Add: add,
  AveragePool: averagePool,
  BatchNormalization: batchNormalization,
  Cast: identity,
  Clip: clip,
  Concat: concat,
  Conv: conv,
  Div: div,
  Elu: elu,
  Exp: exp,
  Expand: expand,
  Flatten: reshape,
  Gemm: gemm,
  GlobalAveragePool: globalAveragePool,
  GlobalMaxPool: globalMaxPool,
  Identity: identity,
  LeakyRelu: leakyRelu,
  Log: log,
  MatMul: matMul,
  MaxPool: maxPool,
  Mul: mul,
  Neg: neg,
  Pad: pad,
  ReduceMean: reduceMean,
  ReduceSum: reduceSum,
  Relu: relu,
  Reshape: reshape,
  Sigmoid: sigmoid,
  Slice: slice,
  Softmax: softmax,
  Sqrt: sqrt,
  Squeeze: reshape,
  Sub: sub,
  Tanh: tanh,
  Transpose: transpose,
  Unsqueeze: reshape,
};
