import { shown } from '../../errors/index.js';
import { LayerError } from './errors.js';
import type { LayerLike, Value } from './network-writer.js';

/** Two numbers for rows and columns from a setting that may be one. */
export function pair(layer: LayerLike, setting: string, preset?: readonly number[]): readonly number[] {
  const value = layer.getConfig()[setting] ?? preset;
  if (typeof value === 'number') return [value, value];
  if (Array.isArray(value) && value.length === 2) return value as number[];
  throw new LayerError(`layer ${layer.name}: ${setting} is ${shown(value)}; give one number or two`);
}

/** Pictures with channels last, of known size. */
export function assertPicture(layer: LayerLike, { shape }: Value): void {
  const format = layer.getConfig().dataFormat;
  if (format === 'channelsFirst') {
    throw new LayerError(
      `layer ${layer.name} has dataFormat channelsFirst; only channelsLast can be written as ONNX`,
    );
  }
  if (shape.length !== 3 || shape.some((size) => !(size > 0))) {
    throw new LayerError(
      `layer ${layer.name} gets the shape [${shape}]; give the model pictures [height, width, channels] of known size`,
    );
  }
}

/** Rows or columns of a window: its pads and how many places it takes, as TensorFlow has it. */
export function place(size: number, kernel: number, stride: number, padding: unknown) {
  if (padding !== 'same') return { before: 0, after: 0, places: Math.floor((size - kernel) / stride) + 1 };
  const places = Math.ceil(size / stride);
  const total = Math.max(0, (places - 1) * stride + kernel - size);
  const before = Math.floor(total / 2);
  return { before, after: total - before, places };
}
