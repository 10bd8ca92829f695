import { ModelError } from '../model-error.js';
import type { BackwardPass } from './backward-pass.js';
import type { Call } from './rule.js';

/** How a two-dimensional kernel moves over a picture, in pixels: [rows, columns]. */
export interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  /** Above and to the left. */
  readonly before: readonly number[];
  /** Below and to the right; what a kernel that does not fit any more leaves out is not counted. */
  readonly after: readonly number[];
  readonly input: readonly number[];
  readonly output: readonly number[];
  /** Rows and columns at the end that no window reaches: what the inverse has to add. */
  readonly unreached: readonly number[];
}

/** The window of a Conv or pool over tensors [N, C, H, W]. Dilations of 1 only. */
export function windowOf(call: Call, pass: BackwardPass, kernel: readonly number[]): Window {
  const shape = pass.shape(call.inputs[0]);
  if (shape.length !== 4) {
    throw new ModelError(
      `${call.type} on a tensor of shape [${shape}] has no gradient; it needs pictures [n, channels, height, width]`,
    );
  }
  const dilations = call.ints('dilations') ?? [1, 1];
  if (dilations.some((d) => d !== 1) || call.int('ceil_mode', 0) !== 0) {
    throw new ModelError(
      `${call.type} with dilations [${dilations}] or ceil_mode ${call.int('ceil_mode', 0)} has no gradient; use dilations of 1 and ceil_mode 0`,
    );
  }
  const input = shape.slice(2);
  const output = pass.shape(call.outputs[0]).slice(2);
  const strides = call.ints('strides') ?? [1, 1];
  const auto = call.text('auto_pad') ?? 'NOTSET';
  const needed = [0, 1].map((i) => Math.max(0, (output[i] - 1) * strides[i] + kernel[i] - input[i]));
  const pads = auto === 'NOTSET' ? (call.ints('pads') ?? [0, 0, 0, 0]) : automatic(auto, needed);
  const before = pads.slice(0, 2);
  const end = [0, 1].map((i) => (output[i] - 1) * strides[i] + kernel[i]);
  return {
    kernel,
    strides,
    before,
    after: pads.slice(2),
    input,
    output,
    unreached: [0, 1].map((i) => input[i] + pads[i] + pads[i + 2] - end[i]),
  };
}

function automatic(mode: string, needed: readonly number[]): number[] {
  if (mode === 'VALID') return [0, 0, 0, 0];
  const small = needed.map((n) => Math.floor(n / 2));
  const large = needed.map((n, i) => n - small[i]);
  return mode === 'SAME_UPPER' ? [...small, ...large] : [...large, ...small];
}

/** True where windows neither overlap nor start outside of the picture. */
export function tiles({ kernel, strides, before }: Window): boolean {
  return kernel.every((k, i) => k <= strides[i] && before[i] === 0);
}

/**
 * For each offset (i, j) of the kernel, what it meets of a picture, [N, C, output height × output width]: shifted,
 * strided slices of the padded picture.
 */
export function shifted(pass: BackwardPass, x: string, channels: number, window: Window): string[] {
  const { kernel, strides, before, after, output } = window;
  const padded = [...before, ...after].some((pad) => pad > 0)
    ? pass.op('Pad', [x, pass.ints([0, 0, ...before, 0, 0, ...after])])
    : x;
  const axes = pass.ints([2, 3]);
  const step = strides.some((s) => s !== 1) ? [pass.ints(strides)] : [];
  const whole = kernel.every((k) => k === 1) && step.length === 0 && padded === x;
  const flat = [0, channels, output[0] * output[1]];
  if (whole) return [pass.op('Reshape', [x, pass.ints(flat)])];
  const slices: string[] = [];
  for (let i = 0; i < kernel[0]; i++) {
    for (let j = 0; j < kernel[1]; j++) {
      const ends = [i + (output[0] - 1) * strides[0] + 1, j + (output[1] - 1) * strides[1] + 1];
      const slice = pass.op('Slice', [padded, pass.ints([i, j]), pass.ints(ends), axes, ...step]);
      slices.push(pass.op('Reshape', [slice, pass.ints(flat)]));
    }
  }
  return slices;
}

/** Spreads each number of dy [N, C, …] over the window that it came from: the gradient of a sum over each window. */
export function spreadOverWindows(pass: BackwardPass, dy: string, channels: number, window: Window): string {
  const { kernel, strides, before, after, unreached } = window;
  const ones = new Float32Array(channels * kernel[0] * kernel[1]).fill(1);
  const weights = pass.constant({ type: 'float32', dims: [channels, 1, ...kernel], data: ones });
  return pass.op('ConvTranspose', [dy, weights], {
    group: channels,
    kernel_shape: kernel,
    strides,
    pads: [...before, ...after],
    output_padding: unreached,
  });
}
