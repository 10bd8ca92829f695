import { elementCount, floatTensor } from '../tensor.js';
import type { BackwardPass } from './backward-pass.js';
import type { Rule } from './rule.js';
import { spreadOverWindows, tiles, type Window, windowOf } from './window.js';

/** Each dy goes to the first of the largest numbers of its window, whose place MaxPool says; where windows overlap they add up. */
export const maxPool: Rule = (call, pass) => {
  const [x] = call.inputs;
  const [y] = call.outputs;
  const window = windowOf(call, pass, call.ints('kernel_shape') ?? []);
  const places = call.extraOutput(1);
  const shape = pass.shape(x);
  const inside = window.input.every((size, i) => size >= window.output[i] * window.strides[i]);
  if (!tiles(window) || !inside) return [scattered(pass, call.dy, places, shape)];

  const afterRelu = pass.maker(x) === 'Relu';
  const dy = afterRelu ? pass.op('Mul', [call.dy, pass.positive(y)]) : call.dy;
  const exact = window.input.every((size, i) => size === window.output[i] * window.strides[i]);
  const sizes = exact && window.kernel.every((k, i) => k === window.strides[i]) ? [] : [pass.ints(shape)];
  const { kernel, strides } = window;
  const dx = pass.op('MaxUnpool', [dy, places, ...sizes], { kernel_shape: kernel, strides });
  if (afterRelu) pass.masked.set(dx, x);
  pass.compact.set(dx, dy);
  return [dx];
};

/** Each dy is spread over its window, divided by the pixels in it (all of the kernel with count_include_pad). */
export const averagePool: Rule = (call, pass) => {
  const window = windowOf(call, pass, call.ints('kernel_shape') ?? []);
  const counts = pixelsInWindow(window, call.int('count_include_pad', 0) === 1);
  const share = pass.op('Mul', [
    call.dy,
    pass.constant(
      floatTensor(
        counts.map((count) => 1 / count),
        [1, 1, ...window.output],
      ),
    ),
  ]);
  return [spreadOverWindows(pass, share, pass.shape(call.inputs[0])[1], window)];
};

export const globalAveragePool: Rule = ({ inputs: [x], dy }, pass) => {
  const shape = pass.shape(x);
  const share = pass.op('Mul', [dy, pass.scalar(1 / elementCount(shape.slice(2)))]);
  return [pass.op('Expand', [share, pass.ints(shape)])];
};

/** Shared evenly between equal maxima. */
export const globalMaxPool: Rule = ({ inputs: [x], outputs: [y], dy }, pass) => {
  const largest = pass.indicator('Equal', x, y);
  const spatial = pass.shape(x).map((_, axis) => axis);
  const share = pass.op('Div', [dy, pass.sum(largest, spatial.slice(2), true)]);
  return [pass.op('Mul', [largest, share])];
};

function scattered(pass: BackwardPass, dy: string, places: string, shape: readonly number[]): string {
  const flat = [elementCount(shape)];
  const zeros = pass.op('Expand', [pass.scalar(0), pass.ints(flat)]);
  const at = pass.reshape(places, [-1]);
  const sum = pass.op('ScatterElements', [zeros, at, pass.reshape(dy, [-1])], { axis: 0, reduction: 'add' });
  return pass.reshape(sum, shape);
}

function pixelsInWindow({ kernel, strides, before, input, output }: Window, padded: boolean): Float32Array {
  const along = (axis: number, at: number) => {
    const start = at * strides[axis] - before[axis];
    return padded ? kernel[axis] : Math.min(start + kernel[axis], input[axis]) - Math.max(start, 0);
  };
  return Float32Array.from({ length: output[0] * output[1] }, (_, i) => {
    return along(0, Math.floor(i / output[1])) * along(1, i % output[1]);
  });
}
