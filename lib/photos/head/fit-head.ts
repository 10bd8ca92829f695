import { type LinearHead, probabilities, softmaxRegression } from '../../train/linear/index.js';
import type { Matrix } from '../../vectors/index.js';
import { prototypeHeads } from './prototypes.js';

/** Strengths of the penalty that are tried, strongest first. */
const penalties = [0.1, 0.03, 0.01, 0.003, 0.001, 0.0003];
const middling = 0.01;
/** Of every softmax regression here. */
export const headOptions = { labelSmoothing: 0.05, balanced: true };

/** Vectors with the class of each. */
export interface LabelledVectors {
  readonly x: Matrix;
  readonly y: readonly number[];
}

/** A head and how it was chosen. */
export interface FittedHead {
  readonly head: LinearHead;
  readonly kind: 'softmax regression' | 'prototypes';
  /** Of the softmax regression. */
  readonly l2: number | null;
  /** Share of the validation photos that each way has right. */
  readonly validation: { readonly head: number; readonly prototypes: number };
}

/** A penalty, and how the head that was fitted with it does on the validation part. */
interface Tried {
  readonly l2: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly head?: LinearHead;
}

/**
 * Fits a head to training vectors: softmax regression with the penalty that the validation part likes best, beside the
 * nearest mean, which it must beat there, and which answers where it does not. Then the winner learns from both parts.
 */
export async function fitHead(
  train: LabelledVectors,
  validation: LabelledVectors,
  classes: number,
  signal?: AbortSignal,
): Promise<FittedHead> {
  const options = { ...headOptions, signal };
  const both = {
    x: stacked(train.x, validation.x),
    y: [...train.y, ...validation.y],
  };
  let best: Tried = { l2: penalties[0], loss: Number.POSITIVE_INFINITY, accuracy: 0 };
  for (const l2 of penalties) {
    const head = await softmaxRegression(train.x, train.y, classes, { ...options, l2, start: best.head });
    const { loss, accuracy } = judged(head, validation);
    // The weaker the penalty, the longer the fit; past its best the loss only rises.
    if (loss >= best.loss) break;
    best = { l2, loss, accuracy, head };
  }
  const prototypes = leastLoss(prototypeHeads(train.x, train.y, classes), validation);
  const shares = { head: best.accuracy, prototypes: prototypes.accuracy };
  // With nothing to judge by, few photos are better served by means.
  if (validation.y.length === 0 || prototypes.accuracy > best.accuracy) {
    const heads = prototypeHeads(both.x, both.y, classes);
    return { head: heads[prototypes.index], kind: 'prototypes', l2: null, validation: shares };
  }
  const { l2, head: start } = best;
  const head = await softmaxRegression(both.x, both.y, classes, { ...options, l2, start });
  return { head, kind: 'softmax regression', l2, validation: shares };
}

/** The share of validation photos that a head with a middling penalty has right: to choose vectors by. */
export async function promise(
  train: LabelledVectors,
  validation: LabelledVectors,
  classes: number,
  signal?: AbortSignal,
): Promise<number> {
  const options = { ...headOptions, signal, l2: middling };
  return judged(await softmaxRegression(train.x, train.y, classes, options), validation).accuracy;
}

function leastLoss(heads: readonly LinearHead[], validation: LabelledVectors) {
  const all = heads.map((head, index) => ({ index, ...judged(head, validation) }));
  return all.reduce((a, b) => (b.loss < a.loss ? b : a));
}

/** Mean cross-entropy, and the share that is right. */
function judged(head: LinearHead, { x, y }: LabelledVectors): { loss: number; accuracy: number } {
  const p = probabilities(head, x);
  let [loss, right] = [0, 0];
  for (let r = 0; r < y.length; r++) {
    const row = p.subarray(r * head.classes, (r + 1) * head.classes);
    loss -= Math.log(Math.max(row[y[r]], 1e-12)) / y.length;
    right += Number(row.every((value) => value <= row[y[r]])) / y.length;
  }
  return { loss, accuracy: right };
}

/** Rows of one matrix after those of another. */
export function stacked(a: Matrix, b: Matrix): Matrix {
  const data = new Float32Array(a.data.length + b.data.length);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return { rows: a.rows + b.rows, cols: a.cols, data };
}
