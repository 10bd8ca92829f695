import { ArgumentError } from '../../errors/index.js';
import type { PixelCache } from '../../images/index.js';
import { type AugmentOptions, augmentPixels, type DecodeOptions, decodeImage } from '../../images/index.js';
import type { Tensor } from '../../onnx/index.js';
import { randomStream } from '../../vectors/index.js';

export interface ImageBatchOptions extends DecodeOptions {
  /** Images a batch. */
  readonly batchSize: number;
  /** Decides order and augmentation, together with `epoch`. Default 42. */
  readonly seed?: number;
  /** Number of the epoch; each has an order and an augmentation of its own. Default 0. */
  readonly epoch?: number;
  /** Whether images come in a random order; else in the order of the files. Default false. */
  readonly shuffle?: boolean;
  /** How images are varied. Default not at all. */
  readonly augment?: AugmentOptions;
  /** Decoded images, kept from epoch to epoch; its size must be the one asked for. Without it, files are decoded anew. */
  readonly cache?: PixelCache;
}

/** Some images, and which they are. */
export interface ImageBatch {
  /** uint8 [n, height, width, 3], RGB in 0…255. */
  readonly x: Tensor;
  /** Places of the images among the files, one a row of `x`. */
  readonly indices: readonly number[];
}

/**
 * One epoch of images in batches; the last may be smaller. Order follows from (seed, epoch), what augmentation does to
 * an image from (seed, epoch, index): an epoch that is done again gives the same bytes. The batch after the one given
 * is decoded meanwhile; at no time are there more than two batches beside the cache.
 * @throws {ArgumentError} for a batch size below 1, or a cache of another size
 * @throws {ImageError} when a file cannot be decoded
 * @example for await (const { x, indices } of imageBatches(files, { height: 128, width: 128, batchSize: 32, cache })) …
 */
export async function* imageBatches(
  files: readonly string[],
  options: ImageBatchOptions,
): AsyncGenerator<ImageBatch, void, undefined> {
  const {
    height,
    width,
    resize = 'smooth',
    batchSize,
    seed = 42,
    epoch = 0,
    shuffle = false,
    augment,
    cache,
  } = options;
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new ArgumentError(`imageBatches: batchSize is ${batchSize}; give a whole number of at least 1`);
  }
  if (cache && cache.resize !== resize) {
    throw new ArgumentError(
      `imageBatches: the cache holds images resized '${cache.resize}', '${resize}' is asked for; make a cache of that kind`,
    );
  }
  if (cache && (cache.height !== height || cache.width !== width)) {
    throw new ArgumentError(
      `imageBatches: the cache holds ${cache.width}×${cache.height} images, ${width}×${height} are asked for; make a cache of that size`,
    );
  }
  const size = { height, width, resize };
  const bytes = height * width * 3;
  const read = async (file: string) => (cache ? cache.get(file) : (await decodeImage(file, size)).pixels);
  const all = files.map((_, i) => i);
  const order = shuffle ? randomStream(seed, 'order', epoch).shuffle(all) : all;
  const make = async (from: number): Promise<ImageBatch> => {
    const indices = order.slice(from, from + batchSize);
    const data = new Uint8Array(indices.length * bytes);
    const decoded = await Promise.all(indices.map((index) => read(files[index])));
    decoded.forEach((pixels, n) => {
      const out = data.subarray(n * bytes, (n + 1) * bytes);
      if (augment)
        augmentPixels(pixels, size, augment, randomStream(seed, 'augment', epoch, indices[n]), out);
      else out.set(pixels);
    });
    return { x: { type: 'uint8', dims: [indices.length, height, width, 3], data }, indices };
  };
  let next = files.length > 0 ? make(0) : undefined;
  try {
    for (let from = 0; next; from += batchSize) {
      const batch = await next;
      next = from + batchSize < order.length ? make(from + batchSize) : undefined;
      // A failure is thrown when its turn comes, not as an unhandled rejection before.
      next?.catch(() => {});
      yield batch;
    }
  } finally {
    await next?.catch(() => {});
  }
}
