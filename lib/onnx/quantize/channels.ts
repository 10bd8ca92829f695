import { ModelError } from '../errors.js';
import type { FloatConstant } from './constants.js';

/** Weights as int8 with a scale for each output channel: weight ≈ scale · int8, int8 in [-127, 127]. */
export interface ChannelWeights {
  readonly data: Int8Array;
  readonly scales: Float32Array;
}

/** The largest int8 that is used; -128 is not, so that the range is symmetric. */
const max = 127;

/**
 * Quantises weights symmetrically, a scale for each output channel: the rows (axis 0: Conv, [channels, …]) or the
 * columns (axis 1: MatMul, [inputs, channels]). `atLeast` bounds a channel's scale from below.
 * @throws {ModelError} for weights that are not finite
 */
export function quantizeChannels(
  { dims, data }: FloatConstant,
  axis: 0 | 1,
  name: string,
  atLeast: (channel: number) => number = () => 0,
): ChannelWeights {
  const channels = dims[axis];
  const inner = axis === 1 ? 1 : data.length / channels;
  const channelOf = (i: number) => (axis === 1 ? i % channels : Math.floor(i / inner));
  const scales = new Float32Array(channels);
  for (let i = 0; i < data.length; i++) {
    const size = Math.abs(data[i]);
    if (!Number.isFinite(size)) {
      throw new ModelError(
        `weights ${name} hold ${data[i]}, so they cannot be quantised; fetch or export the model again`,
      );
    }
    const c = channelOf(i);
    if (size > scales[c]) scales[c] = size;
  }
  // A channel of zeros needs a scale too; any will do.
  for (let c = 0; c < channels; c++) scales[c] = Math.max(scales[c] / max, atLeast(c)) || 1;
  const quantized = Int8Array.from(data, (weight, i) => Math.round(weight / scales[channelOf(i)]));
  return { data: quantized, scales };
}
