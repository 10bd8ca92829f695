import { realpath } from 'node:fs/promises';
import pLimit from 'p-limit';
import { messageOf, shown, UserError } from '../../errors/index.js';
import { locateImage } from '../../images/fetch/index.js';
import { decodeImage, differenceHash, ImageError } from '../../images/index.js';
import type { Rejected } from '../../records/index.js';
import { rowsByGroup } from '../../stats/resampling/index.js';
import { sha256, sha256File } from '../../store/index.js';
import type { NamedPhoto, PhotoSet, PhotoSource, ProductPhoto } from './photo.js';

/** Below this nothing is trained. */
const least = { photos: 10, products: 2, ofProduct: 2 };

export interface ReadPhotosOptions {
  /** How many photos were looked at, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Looks at each photo of a source once. What leads out of the storage folder, is missing, is no picture, or is there
 * twice is set aside with its reason, and so is a product with a single photo.
 * @throws {UserError} where fewer than 10 photos of 2 products are left, with the counts
 */
export async function readPhotos(source: PhotoSource, options: ReadPhotosOptions = {}): Promise<PhotoSet> {
  const { onProgress, signal } = options;
  const storage = await realpath(source.storage).catch((cause) => {
    throw new UserError(`${source.storage}: ${messageOf(cause)}; name the folder that the photos are in`, {
      cause,
    });
  });
  const named: NamedPhoto[] = [];
  for await (const photo of source.named()) named.push(photo);
  const setAside: Rejected<'file' | 'id'>[] = [];
  let done = 0;
  const read = await pLimit(4).map(named, async (photo): Promise<ProductPhoto | null> => {
    signal?.throwIfAborted();
    try {
      return await looked(photo, storage);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      setAside.push({ file: photo.file, id: photo.sku, reason: error.message });
      return null;
    } finally {
      onProgress?.(++done, named.length);
    }
  });
  const unique = withoutCopies(
    read.filter((photo) => photo !== null),
    setAside,
  );
  const photos = withoutSingles(unique, setAside);
  const skus = [...new Set(photos.map(({ sku }) => sku))].sort();
  requireEnough(photos, skus, source, setAside);
  setAside.sort((a, b) => (a.file < b.file ? -1 : 1));
  return {
    ...{ photos, skus, setAside },
    names: Object.fromEntries(photos.flatMap(({ sku, name }) => (name ? [[sku, name]] : []))),
    description: `${photos.length} ${source.description}, of ${skus.length} products`,
    invented: source.invented,
    database: source.database,
    hash: sha256(
      photos
        .map(({ sku, sha256 }) => `${sku}\n${sha256}\n`)
        .sort()
        .join(''),
    ),
  };
}

async function looked(photo: NamedPhoto, storage: string): Promise<ProductPhoto> {
  if (photo.sku.trim() === '') throw new ImageError('it has no SKU');
  const path = await locateImage(storage, photo.file, 'the storage folder');
  await decodeImage(path, { height: 8, width: 8 });
  return { ...photo, path, sha256: await sha256File(path), hash: await differenceHash(path) };
}

/** Of files with the same bytes the first stays; where their products differ nobody knows which is right, and none stays. */
function withoutCopies(photos: readonly ProductPhoto[], setAside: Rejected<'file' | 'id'>[]): ProductPhoto[] {
  const byContent = rowsByGroup(photos.map((photo) => photo.sha256));
  return photos.filter((photo) => {
    const same = (byContent.get(photo.sha256) as number[]).map((row) => photos[row]);
    const other = same.find(({ sku }) => sku !== photo.sku);
    if (!other && same[0] === photo) return true;
    const reason = other
      ? `the same picture is a photo of ${shown(other.sku)} too (${shown(other.file)})`
      : `the same bytes as ${shown(same[0].file)}`;
    setAside.push({ file: photo.file, id: photo.sku, reason });
    return false;
  });
}

function withoutSingles(
  photos: readonly ProductPhoto[],
  setAside: Rejected<'file' | 'id'>[],
): ProductPhoto[] {
  const ofProduct = rowsByGroup(photos.map(({ sku }) => sku));
  return photos.filter((photo) => {
    if ((ofProduct.get(photo.sku) as number[]).length >= least.ofProduct) return true;
    setAside.push({ file: photo.file, id: photo.sku, reason: 'its product has no other photo' });
    return false;
  });
}

function requireEnough(
  photos: readonly ProductPhoto[],
  skus: readonly string[],
  { description }: PhotoSource,
  setAside: readonly Rejected<'file' | 'id'>[],
): void {
  if (photos.length >= least.photos && skus.length >= least.products) return;
  const [example] = setAside;
  const why = example
    ? `; ${setAside.length} set aside, such as ${shown(example.file)}: ${example.reason}`
    : '';
  throw new UserError(
    `${description}: ${photos.length} usable, of ${skus.length} products, and at least ${least.photos} of ${least.products} products are needed${why}`,
  );
}
