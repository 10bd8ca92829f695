import pLimit from 'p-limit';
import { messageOf } from '../../errors/index.js';
import {
  differenceHash,
  hammingDistance,
  photoCorrelation,
  photoThumbnail,
} from '../../images/likeness/index.js';
import type { Rejected } from '../../records/index.js';
import { fileContentKey } from '../../store/index.js';
import type { Recommender } from '../recommender.js';
import { Classes } from './classes.js';

const atOnce = 8;

/** The photos of a catalogue by their content: rows that share one share its hash and its thumbnail. */
export class PhotoClasses {
  readonly #thumbnails: (Uint8Array | undefined)[];
  readonly #photoOf: readonly string[];

  private constructor(
    readonly classes: Classes,
    photoOf: readonly string[],
    /** `differenceHash` of each class; null where the photo cannot be decoded. */
    readonly hashes: readonly (string | null)[],
  ) {
    this.#photoOf = photoOf;
    this.#thumbnails = new Array(photoOf.length);
  }

  /** Reads every file, and decodes each content once. What cannot be decoded is set aside, a row each. */
  static async of(
    { products, photos }: Pick<Recommender, 'products' | 'photos'>,
    onProgress: (done: number, total: number) => void,
  ): Promise<{ photos: PhotoClasses; failures: Rejected<'id' | 'source'>[] }> {
    const limit = pLimit(atOnce);
    const files = [...new Set(photos.filter((photo) => photo !== null))];
    const keys = new Map<string, string>();
    // A file that cannot be read stands for itself: decoding says why.
    await limit.map(files, async (file) => keys.set(file, await fileContentKey(file).catch(() => file)));
    const classes = Classes.of(photos.map((photo) => (photo === null ? null : keys.get(photo)!)));
    const photoOf = classes.members.map(([first]) => photos[first]!);
    const reasons = new Map<number, string>();
    let done = 0;
    const hashes = await limit.map(photoOf, async (photo, c) => {
      const hash = await differenceHash(photo).catch((error) => {
        reasons.set(c, messageOf(error));
        return null;
      });
      onProgress(++done, photoOf.length);
      return hash;
    });
    const failures = photos.flatMap((source, i) => {
      const reason = reasons.get(classes.of[i]);
      return source !== null && reason !== undefined ? [{ id: products[i].id, source, reason }] : [];
    });
    return { photos: new PhotoClasses(classes, photoOf, hashes), failures };
  }

  /** Decodes the thumbnails of classes, many at a time; those that are there already are kept. */
  async load(wanted: Iterable<number>, onProgress?: (done: number, total: number) => void): Promise<void> {
    const missing = [...new Set(wanted)].filter((c) => this.#thumbnails[c] === undefined);
    let done = 0;
    await pLimit(atOnce).map(missing, async (c) => {
      this.#thumbnails[c] = await photoThumbnail(this.#photoOf[c]);
      onProgress?.(++done, missing.length);
    });
  }

  /** Bits in which the hashes of two classes differ; null where either has none, -1 standing for no photo. */
  hashBits(p: number, q: number): number | null {
    const [a, b] = [this.hashes[p] ?? null, this.hashes[q] ?? null];
    if (a === null || b === null) return null;
    return p === q ? 0 : hammingDistance(a, b);
  }

  /** Correlation of the pixels of two classes; undefined where a thumbnail has yet to be loaded. */
  correlation(p: number, q: number): number | undefined {
    if (p === q) return 1;
    const [a, b] = [this.#thumbnails[p], this.#thumbnails[q]];
    return a && b && photoCorrelation(a, b);
  }
}
