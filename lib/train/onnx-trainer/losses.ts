import { z } from 'zod';
import { floatTensor, type GraphBuilder, int64Tensor } from '../../onnx/index.js';

/** One part of a loss; each is the mean over the rows, and the whole is their sum by weight. */
export type Loss = HuberLoss | BinaryCrossentropyLoss | MeanSquaredErrorLoss | CategoricalCrossentropyLoss;

interface Weighted {
  /** Weight of this part in the whole loss. Default 1. */
  readonly weight?: number;
}

/** d²/2 where |d| ≤ δ, else δ·(|d| − δ/2), with d = scale·(output − label). Huber, Ann. Math. Statist. 35 (1964). */
export interface HuberLoss extends Weighted {
  readonly kind: 'huber';
  /** The column of the outputs that it is about. */
  readonly column: number;
  /** Label and output are multiplied with it first: 0.01 for scores in 0…100. Default 1. */
  readonly scale?: number;
  /** δ, after scaling. Default 1. */
  readonly delta?: number;
}

/** −y·log p − (1 − y)·log(1 − p), with p clipped to [1e-7, 1 − 1e-7] as Keras does. */
export interface BinaryCrossentropyLoss extends Weighted {
  readonly kind: 'binaryCrossentropy';
  readonly column: number;
  /** The output is log(p / (1 − p)) and not p. Default false. */
  readonly fromLogits?: boolean;
}

/** The mean of (output − label)² over one column, or over all. */
export interface MeanSquaredErrorLoss extends Weighted {
  readonly kind: 'meanSquaredError';
  readonly column?: number;
}

/** −Σ y·log p over all columns, with p scaled to the sum 1 and clipped as Keras does. */
export interface CategoricalCrossentropyLoss extends Weighted {
  readonly kind: 'categoricalCrossentropy';
}

const epsilon = 1e-7;
const weight = z.number().nonnegative().default(1);
const column = z.int().nonnegative();

export const lossesSchema = z
  .array(
    z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('huber'),
        column,
        scale: z.number().positive().default(1),
        delta: z.number().positive().default(1),
        weight,
      }),
      z.strictObject({
        kind: z.literal('binaryCrossentropy'),
        column,
        fromLogits: z.boolean().default(false),
        weight,
      }),
      z.strictObject({ kind: z.literal('meanSquaredError'), column: column.optional(), weight }),
      z.strictObject({ kind: z.literal('categoricalCrossentropy'), weight }),
    ]),
  )
  .min(1);

/** Losses with their defaults filled in. */
export type CheckedLoss = z.output<typeof lossesSchema>[number];

/** The columns of the outputs that a loss is about, undefined for all. */
export function columnOf(loss: CheckedLoss): number | undefined {
  return loss.kind === 'categoricalCrossentropy' ? undefined : loss.column;
}

/** Writes one loss into the graph, a scalar; `y` has as many columns as the loss is about. */
export function writeLoss(g: GraphBuilder, loss: CheckedLoss, outputs: string, y: string): string {
  const scalar = (value: number) => g.constant(floatTensor(Float32Array.of(value), []));
  const ints = (...values: number[]) => g.constant(int64Tensor(values));
  const at = columnOf(loss);
  const p = at === undefined ? outputs : g.op('Slice', [outputs, ints(at), ints(at + 1), ints(1)]);
  const mean = (x: string) => g.op('ReduceMean', [x], { keepdims: 0 });
  const clipped = (x: string) => g.op('Clip', [x, scalar(epsilon), scalar(1 - epsilon)]);
  switch (loss.kind) {
    case 'meanSquaredError': {
      const d = g.op('Sub', [p, y]);
      return mean(g.op('Mul', [d, d]));
    }
    case 'huber': {
      const difference = g.op('Sub', [p, y]);
      const d = loss.scale === 1 ? difference : g.op('Mul', [difference, scalar(loss.scale)]);
      const c = g.op('Clip', [d, scalar(-loss.delta), scalar(loss.delta)]);
      return mean(g.op('Mul', [c, g.op('Sub', [d, g.op('Mul', [c, scalar(0.5)])])]));
    }
    case 'binaryCrossentropy': {
      if (loss.fromLogits) {
        const positive = g.op('Sub', [g.op('Relu', [p]), g.op('Mul', [p, y])]);
        const tail = g.op('Exp', [g.op('Neg', [g.op('Abs', [p])])]);
        return mean(g.op('Add', [positive, g.op('Log', [g.op('Add', [tail, scalar(1)])])]));
      }
      const q = clipped(p);
      const one = scalar(1);
      const yes = g.op('Mul', [y, g.op('Log', [q])]);
      const no = g.op('Mul', [g.op('Sub', [one, y]), g.op('Log', [g.op('Sub', [one, q])])]);
      return mean(g.op('Neg', [g.op('Add', [yes, no])]));
    }
    case 'categoricalCrossentropy': {
      const total = g.op('ReduceSum', [p, ints(-1)], { keepdims: 1 });
      const q = clipped(g.op('Div', [p, total]));
      return mean(
        g.op('Neg', [g.op('ReduceSum', [g.op('Mul', [y, g.op('Log', [q])]), ints(-1)], { keepdims: 0 })]),
      );
    }
  }
}
