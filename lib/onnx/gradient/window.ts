import { ModelError } from '../errors.js';
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
  const flat = pass.ints([0, channels, output[0] * output[1]]);
  if (kernel.every((k) => k === 1) && strides.every((s) => s === 1) && padded === x) {
    return [pass.op('Reshape', [x, flat])];
  }
  const offsets = Array.from({ length: kernel[0] * kernel[1] }, (_, i) => [
    Math.floor(i / kernel[1]),
    i % kernel[1],
  ]);
  const phases = new Map<string, string>();
  return offsets.map((offset) => {
    const phase = offset.map((o, axis) => o % strides[axis]);
    let every = phases.get(`${phase}`);
    if (every === undefined) {
      every = phaseOf(pass, padded, phase, window);
      phases.set(`${phase}`, every);
    }
    const start = offset.map((o, axis) => Math.floor(o / strides[axis]));
    return pass.op('Reshape', [cutOut(pass, every, start, output), flat]);
  });
}

/** Every strides-th pixel from `phase` on: a strided Slice is slow, so that offsets share one and take their part of it. */
function phaseOf(pass: BackwardPass, padded: string, phase: readonly number[], window: Window): string {
  const { kernel, strides, output } = window;
  if (strides.every((s) => s === 1)) return padded;
  const ends = phase.map((p, axis) => {
    const pixels = output[axis] + Math.floor((kernel[axis] - 1 - p) / strides[axis]);
    return p + (pixels - 1) * strides[axis] + 1;
  });
  const [from, to, axes, steps] = [phase, ends, [2, 3], strides].map((values) => pass.ints(values));
  return pass.op('Slice', [padded, from, to, axes, steps]);
}

function cutOut(pass: BackwardPass, x: string, start: readonly number[], size: readonly number[]): string {
  const ends = start.map((s, axis) => s + size[axis]);
  return pass.op('Slice', [x, pass.ints(start), pass.ints(ends), pass.ints([2, 3])]);
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
