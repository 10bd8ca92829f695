import type { BackwardPass } from './backward-pass.js';
import type { Rule } from './rule.js';
import { shifted, type Window, windowOf } from './window.js';

const microsoft = 'com.microsoft';
/** Below this many input channels a product for each offset is too thin; the offsets are then stacked to one. */
const thin = 16;

interface Shape {
  readonly images: number;
  readonly channels: number;
  readonly filters: number;
  readonly groups: number;
  readonly window: Window;
}

/** Conv over pictures, with groups, strides and uneven pads. */
export const conv: Rule = (call, pass) => {
  const [x, w, bias = ''] = call.inputs;
  const [images, channels] = pass.shape(x);
  const [filters, , ...kernel] = pass.shape(w);
  const shape = {
    images,
    channels,
    filters,
    groups: call.int('group', 1),
    window: windowOf(call, pass, kernel),
  };
  return [
    call.wanted[0] ? inputGradient(pass, call.dy, w, shape) : undefined,
    call.wanted[1] ? weightGradient(pass, call.dy, x, shape) : undefined,
    bias !== '' && call.wanted[2] ? pass.sum(pass.compact.get(call.dy) ?? call.dy, [0, 2, 3]) : undefined,
  ];
};

/** With stride 1 a Conv of dY with the rotated weights, inputs and outputs exchanged; else a ConvTranspose. */
function inputGradient(pass: BackwardPass, dy: string, w: string, shape: Shape): string {
  const { channels, filters, groups, window } = shape;
  const { kernel, strides, before, after, unreached } = window;
  const fits = kernel.every((k, i) => before[i] < k && after[i] < k);
  if (strides.some((s) => s !== 1) || !fits) {
    return pass.op('ConvTranspose', [dy, w], {
      group: groups,
      kernel_shape: kernel,
      strides,
      pads: [...before, ...after],
      output_padding: unreached,
    });
  }
  return pass.op('Conv', [dy, exchanged(pass, rotated(pass, w, kernel), channels, filters, groups, kernel)], {
    group: groups,
    kernel_shape: kernel,
    pads: [...before, ...after].map((pad, i) => kernel[i % 2] - 1 - pad),
  });
}

function rotated(pass: BackwardPass, w: string, kernel: readonly number[]): string {
  if (kernel.every((k) => k === 1)) return w;
  const last = pass.ints([-1, -1]);
  return pass.op('Slice', [w, last, pass.ints([-1000, -1000]), pass.ints([2, 3]), last]);
}

/** [filters, channels / groups, …] to [channels, filters / groups, …]. */
function exchanged(
  pass: BackwardPass,
  w: string,
  channels: number,
  filters: number,
  groups: number,
  kernel: readonly number[],
): string {
  if (groups === 1) return pass.op('Transpose', [w], { perm: [1, 0, 2, 3] });
  if (channels === groups && filters === groups) return w;
  const parted = pass.reshape(w, [groups, filters / groups, channels / groups, ...kernel]);
  const turned = pass.op('Transpose', [parted], { perm: [0, 2, 1, 3, 4] });
  return pass.reshape(turned, [channels, filters / groups, ...kernel]);
}

/** For each offset of the kernel, dY times the part of X that the offset meets, transposed, summed over the images. */
function weightGradient(pass: BackwardPass, dy: string, x: string, shape: Shape): string {
  const { images, channels, filters, groups, window } = shape;
  const [rows, columns] = window.output;
  const pixels = rows * columns;
  const dims = [filters, channels / groups, ...window.kernel];
  if (groups > 1 && channels === groups) return depthwise(pass, dy, x, shape);

  const parts = shifted(pass, x, channels, window);
  const product = (left: string, right: string) =>
    pass.sum(pass.op('FusedMatMul', [left, right], { transB: 1 }, microsoft), [0]);
  if (groups === 1) {
    const flat = pass.reshape(dy, [images, filters, pixels]);
    if (parts.length === 1) return pass.reshape(product(flat, parts[0]), dims);
    if (channels < thin) {
      const stacked = product(flat, pass.op('Concat', parts, { axis: 1 }));
      return turnedOffsets(pass, pass.reshape(stacked, [filters, parts.length, channels]), dims);
    }
    const each = parts.map((part) => pass.op('Unsqueeze', [product(flat, part), pass.ints([2])]));
    return pass.reshape(pass.op('Concat', each, { axis: 2 }), dims);
  }
  const flat = pass.reshape(dy, [images, groups, filters / groups, pixels]);
  const each = parts.map((part) => {
    const grouped = pass.reshape(part, [images, groups, channels / groups, pixels]);
    return pass.reshape(product(flat, grouped), [filters, channels / groups, 1]);
  });
  return pass.reshape(pass.op('Concat', each, { axis: 2 }), dims);
}

/** [filters, offsets, channels] to [filters, channels, …kernel]. */
function turnedOffsets(pass: BackwardPass, stacked: string, dims: readonly number[]): string {
  return pass.reshape(pass.op('Transpose', [stacked], { perm: [0, 2, 1] }), dims);
}

/** One input channel a group: each filter is a row of dot products, over all images. */
function depthwise(pass: BackwardPass, dy: string, x: string, shape: Shape): string {
  const { images, channels, filters, window } = shape;
  const pixels = window.output[0] * window.output[1];
  const rows = pass.reshape(dy, [images * channels, filters / channels, pixels]);
  const each = shifted(pass, x, channels, window).map((part) => {
    const column = pass.reshape(part, [images * channels, 1, pixels]);
    const dots = pass.op('FusedMatMul', [rows, column], { transB: 1 }, microsoft);
    return pass.reshape(pass.sum(pass.reshape(dots, [images, filters]), [0]), [filters, 1, 1]);
  });
  return pass.reshape(pass.op('Concat', each, { axis: 2 }), [filters, 1, ...window.kernel]);
}
