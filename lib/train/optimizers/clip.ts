import { ArgumentError } from '../../errors/index.js';
import type { NamedArrays } from './optimizer.js';

/** Limits on gradients, applied before the optimiser: by value first, then by norm. */
export interface ClipOptions {
  /** Scales all gradients down together when the root of the sum of their squares is above it. */
  readonly globalNorm?: number;
  /** Cuts each number to [−value, value]. */
  readonly value?: number;
}

/** The root of the sum of squares over all arrays. */
export function globalNorm(gradients: NamedArrays): number {
  let sum = 0;
  for (const values of gradients.values())
    for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return Math.sqrt(sum);
}

/**
 * Gradients within the limits; the arrays given stay as they are, and are returned where nothing is to be done.
 * Source: Pascanu, Mikolov and Bengio (2013), as `tf.clip_by_global_norm`.
 * @throws {ArgumentError} for a limit that is not positive
 */
export function clipGradients(gradients: NamedArrays, options: ClipOptions): NamedArrays {
  const { globalNorm: norm, value } = options;
  for (const [name, limit] of Object.entries({ globalNorm: norm, value })) {
    if (limit !== undefined && !(limit > 0))
      throw new ArgumentError(`gradient clipping: ${name} is ${limit}; give a positive number`);
  }
  const cut =
    value === undefined ? gradients : mapped(gradients, (x) => Math.min(value, Math.max(-value, x)));
  if (norm === undefined) return cut;
  const total = globalNorm(cut);
  return total > norm ? mapped(cut, (x) => (x * norm) / total) : cut;
}

function mapped(arrays: NamedArrays, change: (x: number) => number): NamedArrays {
  return new Map(Array.from(arrays, ([name, values]) => [name, values.map(change)]));
}
