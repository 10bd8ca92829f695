import { ArgumentError } from '../../errors/index.js';
import { createSession, floatTensor, GraphBuilder, type Session } from '../../onnx/index.js';
import type { Matrix } from '../../vectors/index.js';
import { lbfgs } from './lbfgs.js';

export interface SoftmaxRegressionOptions {
  /** λ of λ/2 · ‖weights‖², beside the mean loss of a row. Default 0.001. */
  readonly l2?: number;
  /** Share of each label that is spread over all classes, in [0, 1). Default 0. */
  readonly labelSmoothing?: number;
  /** Whether rare classes count as much as common ones. Default false: each row counts alike. */
  readonly balanced?: boolean;
  /** Parts of the gradient below which it ends. Default 0.0001. */
  readonly tolerance?: number;
  /** Head to begin at, such as that of a neighbouring penalty: fewer steps to the same end. Default all zeros. */
  readonly start?: LinearHead;
  readonly signal?: AbortSignal;
}

/** Weights [dim · classes], row-major, and a bias a class: `softmax(x · weights + bias)`. */
export interface LinearHead {
  readonly dim: number;
  readonly classes: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/**
 * Fits multinomial logistic regression: the weights with the least mean cross-entropy and λ/2 of their squares, by L-BFGS,
 * value and gradient from an ONNX graph. Rows are scaled to what the columns vary by as a whole (their mean taken off, all
 * divided by one number), and the scale is put into the weights, so that they apply to vectors as they come.
 * @param x rows × dim
 * @param y the class of each row, from 0 to classes − 1
 * @throws {ArgumentError} for classes that are none, or an option out of range
 * @example
 * const head = await softmaxRegression(features, labels, 10, { l2: 0.01 });
 * probabilities(head, features) // rows × 10
 */
export async function softmaxRegression(
  x: Matrix,
  y: ArrayLike<number>,
  classes: number,
  {
    l2 = 0.001,
    labelSmoothing = 0,
    balanced = false,
    tolerance,
    start,
    signal,
  }: SoftmaxRegressionOptions = {},
): Promise<LinearHead> {
  if (y.length !== x.rows) throw new ArgumentError(`${y.length} labels for ${x.rows} rows; give one a row`);
  if (!(l2 >= 0)) throw new ArgumentError(`l2 is ${l2}; give a number from 0 up`);
  if (!(labelSmoothing >= 0 && labelSmoothing < 1))
    throw new ArgumentError(`labelSmoothing is ${labelSmoothing}; give a share from 0 to below 1`);
  const scale = scaleOf(x);
  const session = await lossSession(scaled(x, scale), targets(y, classes, labelSmoothing, balanced), classes);
  const size = x.cols * classes;
  try {
    const found = await lbfgs(
      async (point) => {
        const [loss, weights, bias] = await evaluated(session, point, x.cols, classes);
        const gradient = new Float64Array(point.length);
        let penalty = 0;
        for (let i = 0; i < size; i++) {
          penalty += point[i] * point[i];
          gradient[i] = weights[i] + l2 * point[i];
        }
        gradient.set(bias, size);
        return { value: loss + (l2 / 2) * penalty, gradient };
      },
      start ? scaledPoint(start, scale) : new Float64Array(size + classes),
      { tolerance, signal },
    );
    return unscaled(found, scale, x.cols, classes);
  } finally {
    await session.close();
  }
}

/**
 * The probability of each class for each row, rows × classes.
 * @param x rows × head.dim
 */
export function probabilities({ dim, classes, weights, bias }: LinearHead, x: Matrix): Float32Array {
  const out = new Float32Array(x.rows * classes);
  const logits = new Float64Array(classes);
  for (let r = 0; r < x.rows; r++) {
    logits.set(bias);
    for (let d = 0; d < dim; d++) {
      const value = x.data[r * dim + d];
      if (value === 0) continue;
      for (let c = 0; c < classes; c++) logits[c] += value * weights[d * classes + c];
    }
    const most = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += Math.exp(logits[c] - most);
    for (let c = 0; c < classes; c++) out[r * classes + c] = Math.exp(logits[c] - most) / sum;
  }
  return out;
}

interface Scale {
  readonly mean: Float64Array;
  readonly size: number;
}

function scaleOf({ rows, cols, data }: Matrix): Scale {
  const mean = new Float64Array(cols);
  for (let i = 0; i < data.length; i++) mean[i % cols] += data[i] / rows;
  let squares = 0;
  for (let i = 0; i < data.length; i++) squares += (data[i] - mean[i % cols]) ** 2;
  return { mean, size: Math.sqrt(squares / Math.max(1, data.length)) || 1 };
}

function scaled(x: Matrix, { mean, size }: Scale): Matrix {
  return { ...x, data: x.data.map((value, i) => (value - mean[i % x.cols]) / size) };
}

function unscaled(found: Float64Array, { mean, size }: Scale, dim: number, classes: number): LinearHead {
  const weights = Float32Array.from(found.subarray(0, dim * classes), (w) => w / size);
  const bias = Float32Array.from({ length: classes }, (_, c) => {
    let shift = 0;
    for (let d = 0; d < dim; d++) shift += (mean[d] * found[d * classes + c]) / size;
    return found[dim * classes + c] - shift;
  });
  return { dim, classes, weights, bias };
}

/** The other way round: a head for rows as they come, as a point over scaled rows. */
function scaledPoint({ classes, weights, bias }: LinearHead, { mean, size }: Scale) {
  const point = new Float64Array(weights.length + classes);
  point.set(bias, weights.length);
  for (let i = 0; i < weights.length; i++) {
    point[i] = weights[i] * size;
    point[weights.length + (i % classes)] += mean[Math.floor(i / classes)] * weights[i];
  }
  return point;
}

/** What each row should be, times its weight; all weights sum to 1. */
function targets(y: ArrayLike<number>, classes: number, smoothing: number, balanced: boolean): Float32Array {
  const counts = new Float64Array(classes);
  for (let r = 0; r < y.length; r++) {
    if (!Number.isInteger(y[r]) || y[r] < 0 || y[r] >= classes)
      throw new ArgumentError(`row ${r} has class ${y[r]}; classes are 0 to ${classes - 1}`);
    counts[y[r]]++;
  }
  const present = counts.reduce((sum, count) => sum + Number(count > 0), 0);
  const out = new Float32Array(y.length * classes).fill(0);
  for (let r = 0; r < y.length; r++) {
    const weight = balanced ? 1 / (present * counts[y[r]]) : 1 / y.length;
    for (let c = 0; c < classes; c++) out[r * classes + c] = (weight * smoothing) / classes;
    out[r * classes + y[r]] += weight * (1 - smoothing);
  }
  return out;
}

/** A graph that gives loss and gradients for weights and bias; rows and targets are part of it. */
function lossSession(x: Matrix, target: Float32Array, classes: number): Promise<Session> {
  const g = new GraphBuilder();
  const weights = g.input('weights', [x.cols, classes]);
  const bias = g.input('bias', [classes]);
  const rows = g.constant(floatTensor(x.data, [x.rows, x.cols]));
  const wanted = g.constant(floatTensor(target, [x.rows, classes]));
  const logits = g.op('Add', [g.op('MatMul', [rows, weights]), bias]);
  const logged = g.op('LogSoftmax', [logits], { axis: 1 });
  const products = g.op('Mul', [wanted, logged]);
  g.output(g.op('Neg', [g.op('ReduceSum', [products], { keepdims: 0 })]), 'loss');
  const weight = Float32Array.from({ length: x.rows }, (_, r) =>
    target.subarray(r * classes, (r + 1) * classes).reduce((sum, t) => sum + t, 0),
  );
  const found = g.op('Mul', [g.op('Exp', [logged]), g.constant(floatTensor(weight, [x.rows, 1]))]);
  const error = g.op('Sub', [found, wanted]);
  g.output(g.op('Gemm', [rows, error], { transA: 1 }), 'weightGradient');
  const ones = g.constant(floatTensor(new Float32Array(x.rows).fill(1), [1, x.rows]));
  g.output(g.op('MatMul', [ones, error]), 'biasGradient');
  return createSession(g.build(), { device: 'cpu', spinning: false });
}

async function evaluated(
  session: Session,
  point: Float64Array,
  dim: number,
  classes: number,
): Promise<[number, Float32Array, Float32Array]> {
  const size = dim * classes;
  const { loss, weightGradient, biasGradient } = await session.run({
    weights: floatTensor(Float32Array.from(point.subarray(0, size)), [dim, classes]),
    bias: floatTensor(Float32Array.from(point.subarray(size)), [classes]),
  });
  return [Number(loss.data[0]), weightGradient.data as Float32Array, biasGradient.data as Float32Array];
}
