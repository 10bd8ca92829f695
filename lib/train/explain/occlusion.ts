import { ArgumentError, shown } from '../../errors/index.js';
import type { RgbImage } from '../../images/index.js';
import { type Matrix, matrix } from '../../vectors/index.js';

export interface OcclusionOptions {
  /**
   * Side of the square that is covered, in pixels, a multiple of the stride. Default an eighth of the shorter side.
   */
  readonly patch?: number;
  /** Pixels from one square to the next. Default half of the patch. */
  readonly stride?: number;
  /** Pictures in a call of `predict`. Default 16. */
  readonly batchSize?: number;
}

/**
 * Which parts of a picture a prediction rests on: a square of the picture's mean colour covers one place after the
 * other, and each cell of stride × stride pixels gets the mean of (prediction − prediction while covered) over the
 * squares that cover it. Above 0: what is there raises the prediction. Zeiler and Fergus, ECCV 2014, section 4.2.
 * @param predict one number a picture, from `count` pictures [count, h, w, 3] in the range of the image
 * @param image at the size that the model takes
 * @returns ceil(h / stride) × ceil(w / stride) cells, in the unit of the prediction
 * @throws {ArgumentError} on a patch or stride that does not fit, or a prediction that is not a finite number
 * @example showPlot(heatmap({ values: …rows of the map, diverging: true }))
 */
export async function occlusionMap(
  predict: (images: Float32Array, count: number) => ArrayLike<number> | Promise<ArrayLike<number>>,
  image: RgbImage,
  options: OcclusionOptions = {},
): Promise<Matrix> {
  const { height, width, data } = image;
  const { patch, stride, batchSize } = sizes(image, options);
  const mean = meanColor(image);
  const [rows, cols] = [Math.ceil(height / stride), Math.ceil(width / stride)];
  const sums = matrix(rows, cols);
  const covers = new Uint32Array(rows * cols);
  const base = (await predict(Float32Array.from(data), 1))[0];
  const squares = starts(height, patch, stride).flatMap((y) =>
    starts(width, patch, stride).map((x) => [y, x]),
  );
  for (let first = 0; first < squares.length; first += batchSize) {
    const batch = squares.slice(first, first + batchSize);
    const images = new Float32Array(batch.length * data.length);
    batch.forEach(([y, x], i) => {
      const one = images.subarray(i * data.length, (i + 1) * data.length);
      one.set(data);
      cover(one, image, y, x, patch, mean);
    });
    const predictions = await predict(images, batch.length);
    batch.forEach(([y, x], i) => {
      const drop = base - predictions[i];
      if (!Number.isFinite(drop)) {
        throw new ArgumentError(`predict gave ${shown(predictions[i])} for picture ${i} of ${batch.length}`);
      }
      for (let r = y / stride; r < Math.min(rows, (y + patch) / stride); r++) {
        for (let c = x / stride; c < Math.min(cols, (x + patch) / stride); c++) {
          sums.data[r * cols + c] += drop;
          covers[r * cols + c]++;
        }
      }
    });
  }
  for (let i = 0; i < sums.data.length; i++) sums.data[i] /= covers[i];
  return sums;
}

/** From 0 in strides until the last square reaches the end. */
function starts(length: number, patch: number, stride: number): number[] {
  const count = 1 + Math.ceil(Math.max(0, length - patch) / stride);
  return Array.from({ length: count }, (_, i) => i * stride);
}

function cover(
  target: Float32Array,
  { height, width }: RgbImage,
  y: number,
  x: number,
  patch: number,
  color: Float32Array,
): void {
  for (let row = y; row < Math.min(height, y + patch); row++) {
    for (let col = x; col < Math.min(width, x + patch); col++) target.set(color, (row * width + col) * 3);
  }
}

function meanColor({ data }: RgbImage): Float32Array {
  const sums = [0, 0, 0];
  for (let i = 0; i < data.length; i++) sums[i % 3] += data[i];
  return Float32Array.from(sums, (sum) => (sum * 3) / data.length);
}

function sizes({ height, width, data }: RgbImage, options: OcclusionOptions): Required<OcclusionOptions> {
  if (data.length !== height * width * 3 || data.length === 0) {
    throw new ArgumentError(
      `a picture of ${height} × ${width} pixels has ${height * width * 3} numbers, got ${data.length}`,
    );
  }
  const eighth = Math.max(1, Math.round(Math.min(height, width) / 16)) * 2;
  const patch = options.patch ?? (options.stride ? options.stride * 2 : eighth);
  const { stride = patch % 2 === 0 ? patch / 2 : patch, batchSize = 16 } = options;
  for (const [name, value] of Object.entries({ patch, stride, batchSize })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new ArgumentError(`${name} is ${shown(value)}; give a whole number from 1`);
    }
  }
  if (patch % stride !== 0) {
    throw new ArgumentError(`patch ${patch} is no multiple of stride ${stride}; choose one, as in 16 and 8`);
  }
  return { patch, stride, batchSize };
}
