import path from 'node:path';
import { z } from 'zod';
import type { FetchPicturesOptions } from '../images/fetch/index.js';
import { fetchPictures } from '../images/index.js';
import { parseOptions, type Rejected } from '../records/index.js';
import { projectPath, projectRoot } from '../store/index.js';
import type { Product } from './product.js';

export interface LoadPhotosOptions extends FetchPicturesOptions {
  /** Images tried for a product before it is left without one. Default 3. */
  readonly imagesPerProduct?: number;
  /** Further photos of a product that are found, beside its main one. Default 0. */
  readonly further?: number;
  /** Folders that photos may be taken from, relative to the project's root. Default the catalogue's and the project's. */
  readonly folders?: readonly string[];
}

/** The main photo of each product, as a file on this machine. */
export interface PhotoSet {
  /** Absolute, in the order of the products; null for a product without a usable photo. */
  readonly paths: readonly (string | null)[];
  /** Further photos of each product, where they were asked for. */
  readonly further: readonly (readonly string[])[];
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

const optionsSchema = z.object({
  imagesPerProduct: z.int().min(1).default(3),
  further: z.int().min(0).default(0),
  folders: z.array(z.string()).default([]),
});

/**
 * Finds the main photo of every product: the first of its images that can be used, as `fetchPictures` finds them. An
 * image is a path, absolute or relative to the catalogue's folder or else to one of `folders`, that must not lead out of
 * these folders, or an http(s) address. A photo that fails never stops the run: its product is listed in `failures`.
 *
 * @throws {ArgumentError} for an option out of its range.
 * @throws {StoreError} where the cache cannot be written.
 * @throws {unknown} the signal's reason once it is aborted.
 * @example
 * const { paths, failures } = await loadPhotos(catalog, { folders: ['data'] });
 * paths[0] // '/…/photos/chair.jpg', or null where the product has none; failures say why
 */
export async function loadPhotos(
  catalog: { readonly path: string; readonly products: readonly Pick<Product, 'id' | 'images'>[] },
  options: LoadPhotosOptions = {},
): Promise<PhotoSet> {
  const { imagesPerProduct, further, folders } = parseOptions('loadPhotos', optionsSchema, options);
  const { products } = catalog;
  const own = path.dirname(catalog.path);
  const places = folders.length > 0 ? folders.map((folder) => projectPath(folder)) : [projectRoot()];
  const fetching = { ...options, folders: [own, ...places] };
  const { paths, refused, downloaded } = await fetchPictures(
    products.map(({ images }) => images.slice(0, imagesPerProduct)),
    fetching,
  );
  const rest = further > 0 ? await furtherPhotos(products, paths, further, fetching) : products.map(() => []);
  const failuresOf = (isAmong: (path: string | null) => boolean): Rejected<'id' | 'source'>[] =>
    refused.flatMap((failure, i) =>
      failure && isAmong(paths[i]) ? [{ id: products[i].id, ...failure }] : [],
    );
  return {
    paths,
    further: rest,
    failures: failuresOf((file) => file === null),
    replaced: failuresOf((file) => file !== null),
    found: paths.filter((file) => file !== null).length,
    unlisted: products.filter(({ images }) => images.length === 0).length,
    downloaded,
  };
}

async function furtherPhotos(
  products: readonly Pick<Product, 'images'>[],
  main: readonly (string | null)[],
  most: number,
  fetching: FetchPicturesOptions & { readonly folders: readonly string[] },
): Promise<string[][]> {
  const listed = products.map(({ images }) => images.slice(0, most + 1));
  const wanted = listed.flat().map((source) => [source]);
  const { paths } = await fetchPictures(wanted, { ...fetching, onProgress: undefined });
  let from = 0;
  return listed.map(({ length }, i) => {
    const found = paths.slice(from, from + length);
    from += length;
    return [...new Set(found)].filter((file) => file !== null && file !== main[i]) as string[];
  });
}

/**
 * For people: how many products have a photo, and why the others have none.
 * @example describePhotos(photos) // '2 of 3 products have a photo; 1: no such file'
 */
export function describePhotos({ found, paths, failures, unlisted }: PhotoSet): string {
  const line = `${found} of ${paths.length} products have a photo`;
  const reasons = new Map<string, number>();
  for (const { reason } of failures) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const most = [...reasons].sort(([, a], [, b]) => b - a).slice(0, 3);
  const others = failures.length - most.reduce((sum, [, count]) => sum + count, 0);
  const told = [
    ...(unlisted > 0 ? [`${unlisted} list none`] : []),
    ...most.map(([reason, count]) => `${count}: ${reason}`),
    ...(others > 0 ? [`${others} for other reasons`] : []),
  ];
  return told.length > 0 ? `${line}; ${told.join('; ')}` : line;
}
