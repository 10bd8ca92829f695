import path from 'node:path';
import { z } from 'zod';
import { type FetchPicturesOptions, fetchPictures } from '../images/index.js';
import { parseOptions, type Rejected } from '../records/index.js';
import type { Product } from './product.js';

export interface LoadPhotosOptions extends FetchPicturesOptions {
  /** Images tried for a product before it is left without one. Default 3. */
  readonly imagesPerProduct?: number;
}

/** The main photo of each product, as a file on this machine. */
export interface PhotoSet {
  /** Absolute, in the order of the products; null for a product without a usable photo. */
  readonly paths: readonly (string | null)[];
  /** Products that list images none of which could be used: the first of them, and why. */
  readonly failures: readonly Rejected<'id' | 'source'>[];
  /** First images that could not be used where a later one of the product took their place. */
  readonly replaced: readonly Rejected<'id' | 'source'>[];
  /** Products with a photo. */
  readonly found: number;
  /** Products that list no image. */
  readonly unlisted: number;
  /** Photos fetched in this call; the others were on this machine already. */
  readonly downloaded: number;
}

const optionsSchema = z.object({ imagesPerProduct: z.int().min(1).default(3) });

/**
 * Finds the main photo of every product: the first of its images that can be used, as `fetchPictures` finds them. An
 * image is a path relative to the catalogue's folder, which it must not lead out of, or an http(s) address. A photo
 * that fails never stops the run: its product is listed in `failures`.
 *
 * @throws {ArgumentError} for an option out of its range.
 * @throws {StoreError} where the cache cannot be written.
 * @throws {unknown} the signal's reason once it is aborted.
 */
export async function loadPhotos(
  catalog: { readonly path: string; readonly products: readonly Pick<Product, 'id' | 'images'>[] },
  options: LoadPhotosOptions = {},
): Promise<PhotoSet> {
  const { imagesPerProduct } = parseOptions('loadPhotos', optionsSchema, options);
  const { products } = catalog;
  const { paths, refused, downloaded } = await fetchPictures(
    products.map(({ images }) => images.slice(0, imagesPerProduct)),
    { ...options, folder: path.dirname(catalog.path) },
  );
  const failuresOf = (isAmong: (path: string | null) => boolean): Rejected<'id' | 'source'>[] =>
    refused.flatMap((failure, i) =>
      failure && isAmong(paths[i]) ? [{ id: products[i].id, ...failure }] : [],
    );
  return {
    paths,
    failures: failuresOf((file) => file === null),
    replaced: failuresOf((file) => file !== null),
    found: paths.filter((file) => file !== null).length,
    unlisted: products.filter(({ images }) => images.length === 0).length,
    downloaded,
  };
}
