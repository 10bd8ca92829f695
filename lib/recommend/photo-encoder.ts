import { embed, type ImageEncoder } from '../encode/index.js';
import { UserError } from '../errors/index.js';
import type { Scaler } from '../hybrid/index.js';
import type { FetchPicturesOptions } from '../images/fetch/index.js';
import { withPictureFile } from '../images/fetch/index.js';
import type { Picture } from '../images/index.js';
import { row } from '../vectors/index.js';
import { onceLoaded } from './once-loaded.js';
import { scaled } from './spaces.js';

/**
 * Turns photos into vectors of the scaled image space: encoded, scaled as those of the catalogue were, unit length. The
 * encoder is loaded on first use.
 * @param scaler of the catalogue's photos; null where it has none, and then every photo is refused
 * @param fetching how photos with an http(s) address are fetched
 * @example
 * const encode = photoEncoder(async () => image.encoder, built.scalers.image);
 * await encode('chair.jpg') // Float32Array of encoder.dim numbers, of length 1
 */
export function photoEncoder(
  load: () => Promise<ImageEncoder>,
  scaler: Scaler | null,
  fetching: FetchPicturesOptions = {},
): (photo: Picture) => Promise<Float32Array> {
  const encoder = onceLoaded(load);
  return async (photo) => {
    if (!scaler) throw new UserError('no product of this run has a photo to compare one with; give a title');
    return withPictureFile(
      photo,
      async (file) => {
        const { vectors, failed } = await embed([file], await encoder(), { contentKeys: [null] });
        const reason = failed.get(0);
        if (reason !== undefined) throw new UserError(`the photo ${file} cannot be used: ${reason}`);
        return row(scaled(vectors, scaler), 0);
      },
      fetching,
    );
  };
}
