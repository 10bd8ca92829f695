import type { BackwardPass } from './backward-pass.js';

/** One node of the forward graph, as a rule sees it. */
export interface Call {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** The gradient of the loss with respect to the first output; it has the shape of that output. */
  readonly dy: string;
  /** For each input, whether its gradient is wanted. */
  readonly wanted: readonly boolean[];
  int(attribute: string, preset: number): number;
  ints(attribute: string): readonly number[] | undefined;
  float(attribute: string, preset: number): number;
  text(attribute: string): string | undefined;
  /** Names one more output of the forward node, which it may compute already. */
  extraOutput(index: number): string;
}

/** Appends what one operator adds to the backward pass; gives the gradient of each input that is wanted. */
export type Rule = (call: Call, pass: BackwardPass) => readonly (string | undefined)[];
