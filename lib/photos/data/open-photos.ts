import type { PhotoSet } from './photo.js';
import { readPhotos } from './read-photos.js';
import { type PhotoSourceOptions, photoSource } from './sources.js';
import { type PhotoSplit, splitPhotos } from './split.js';

export interface OpenPhotosOptions extends Omit<PhotoSourceOptions, 'onProgress'> {
  /** Photos to test on, as `data`, where they lie apart. Default a fifth of `data`. */
  readonly test?: string;
  /** Decides which photo goes to which part. Default 42. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** How many photos are drawn, of how many. */
  readonly onDraw?: (done: number, total: number) => void;
  /** How many photos were looked at, of how many. */
  readonly onLook?: (done: number, total: number) => void;
}

/**
 * The photos to learn from, looked at, and shared out: 60% to learn from, 20% to choose by, 20% held out, by product,
 * nearly equal pictures together.
 * @throws {UserError} for a path that is not there, and where fewer than 10 photos of 2 products can be used
 * @example
 * const { set, split } = await openPhotos({ data: 'my-photos' });
 * set.skus.length // products; set.setAside says what cannot be used, and why
 */
export async function openPhotos(
  options: OpenPhotosOptions = {},
): Promise<{ readonly set: PhotoSet; readonly split: PhotoSplit }> {
  const { test = '', seed = 42, signal, onDraw, onLook, ...named } = options;
  const source = await photoSource({ ...named, onProgress: onDraw });
  const set = await readPhotos(source, { signal, onProgress: onLook });
  const split = splitPhotos(set.photos, seed);
  if (test === '') return { set, split };
  const known = new Set(set.skus);
  const held = await readPhotos(await photoSource({ ...named, data: test }), { signal });
  return {
    set,
    split: {
      train: [...split.train, ...split.test],
      validation: split.validation,
      test: held.photos.filter(({ sku }) => known.has(sku)),
    },
  };
}
