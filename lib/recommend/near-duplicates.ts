import pLimit from 'p-limit';
import type { Product } from '../catalog/index.js';
import { ArgumentError, messageOf, shown } from '../errors/index.js';
import { differenceHash, hammingDistance, photoCorrelation, photoThumbnail } from '../images/index.js';
import { type Rejected, type ResultTable, resultTable } from '../records/index.js';
import { exactIndex } from '../search/index.js';
import { dot, type Matrix, row, selectRows } from '../vectors/index.js';
import { nearHashes } from './near-hashes.js';
import type { Recommender } from './recommender.js';
import { UnionFind } from './union-find.js';

export interface NearDuplicateOptions {
  /** Least cosine of two texts, in (0, 1]; default 0.9. */
  readonly textThreshold?: number;
  /** Least cosine of two photos, in (0, 1]; default 0.95. */
  readonly imageThreshold?: number;
  /** Bits in which the hashes of one photo may differ, 0 to 16; default 8. */
  readonly hashBits?: number;
  /** Least correlation of the pixels of one photo, in (0, 1]; default 0.99. */
  readonly pixelThreshold?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Two products that are taken for one, and what speaks for it. */
export interface DuplicatePair {
  readonly a: Product;
  readonly b: Product;
  /** Cosines; null where either has no text or no photo. */
  readonly text: number | null;
  readonly image: number | null;
  /** Bits in which the photos' hashes differ; null where either has none. */
  readonly hashBits: number | null;
  /** Correlation of both photos at 32 × 32 pixels; null where their hashes are further apart than `hashBits`. */
  readonly pixels: number | null;
  readonly because: 'same photo' | 'text and photo' | 'text, a photo missing';
}

export interface DuplicateGroup {
  /** From 0, larger groups first. */
  readonly group: number;
  /** In the order of the catalogue. */
  readonly products: readonly Product[];
  readonly pairs: readonly DuplicatePair[];
}

export interface NearDuplicates {
  readonly groups: readonly DuplicateGroup[];
  /** Group of each product that is in one: what `notInAnotherColor({ groups })` takes. */
  readonly groupOf: ReadonlyMap<string, number>;
  /** Photos that could not be hashed. */
  readonly failures: readonly Rejected<'id' | 'source'>[];
  /** Ids of products with more than 256 texts above the threshold, of which the nearest 256 were compared. */
  readonly crowded: readonly string[];
}

type Shop = Pick<Recommender, 'products' | 'spaces' | 'photos'>;

/** What float32 may take off the cosine of two equal vectors. */
const rounding = 1e-6;

const queryBlock = 256;
const firstNeighbours = 16;
const mostNeighbours = 256;

/**
 * Products that seem to be listed more than once. Two are taken for one
 * - when their texts are alike and their photos too (cosines at or above both thresholds), so that one product in
 *   another colour, alike in text alone, is not meant; where either has no photo, the text alone decides;
 * - or when they show the same photo, at whatever size and quality and whatever the text: their hashes
 *   (`differenceHash`) are within `hashBits`, and pixel by pixel they correlate (`photoCorrelation`).
 * Groups are what such pairs join, so two products of one may be alike only through a third.
 *
 * Texts are compared by exact search in blocks of 256, hashes by their bands: memory is bounded by the pairs found.
 * @param shop a `Recommender`, or its products, spaces of unit rows, and photos
 * @throws {ArgumentError} for a threshold out of range, or no text at all
 */
export async function nearDuplicates(
  shop: Shop,
  options: NearDuplicateOptions = {},
): Promise<NearDuplicates> {
  const {
    textThreshold = 0.9,
    imageThreshold = 0.95,
    hashBits = 8,
    pixelThreshold = 0.99,
    onProgress,
  } = options;
  checkOptions({ textThreshold, imageThreshold, pixelThreshold }, hashBits);
  const { products, spaces } = shop;
  const { hashes, failures } = await hashPhotos(shop);
  const { pairs, crowded } = await nearTexts(spaces.text, textThreshold, onProgress);
  for (const [i, j] of nearHashes(hashes, hashBits)) addPair(pairs, i, j);

  const union = new UnionFind(products.length);
  const links: (DuplicatePair & { row: number })[] = [];
  const thumbnailOf = thumbnails(shop.photos);
  for (const [i, others] of pairs) {
    for (const j of others) {
      const bits = hashes[i] === null || hashes[j] === null ? null : hammingDistance(hashes[i], hashes[j]);
      const near = bits !== null && bits <= hashBits;
      const evidence = {
        text: cosine(spaces.text, i, j),
        image: cosine(spaces.image, i, j),
        hashBits: bits,
        pixels: near ? photoCorrelation(await thumbnailOf(i), await thumbnailOf(j)) : null,
      };
      const because = reason(evidence, { textThreshold, imageThreshold, pixelThreshold });
      if (!because) continue;
      union.join(i, j);
      links.push({ row: i, a: products[i], b: products[j], ...evidence, because });
    }
  }
  const linksOf = new Map<number, DuplicatePair[]>();
  for (const { row: i, ...pair } of links) {
    const root = union.find(i);
    if (!linksOf.has(root)) linksOf.set(root, []);
    linksOf.get(root)!.push(pair);
  }
  const groups = union
    .groups()
    .sort((x, y) => y.length - x.length || x[0] - y[0])
    .map((rows, group) => ({
      group,
      products: rows.map((i) => products[i]),
      pairs: linksOf.get(union.find(rows[0])) ?? [],
    }));
  const groupOf = new Map(groups.flatMap(({ group, products }) => products.map(({ id }) => [id, group])));
  return { groups, groupOf, failures, crowded: crowded.map((i) => products[i].id) };
}

/** Groups as a table, a row a product, with the strongest evidence that ties it to its group. */
export function duplicateTable({ groups }: Pick<NearDuplicates, 'groups'>): ResultTable {
  const rows = groups.flatMap(({ group, products, pairs }) =>
    products.map((product) => {
      const own = pairs.filter(({ a, b }) => a.id === product.id || b.id === product.id);
      const [best] = own.sort((x, y) => strength(y) - strength(x));
      return {
        group: group + 1,
        id: product.id,
        title: product.title,
        brand: product.brand,
        price: product.price,
        because: best.because,
        text: best.text,
        image: best.image,
        'hash bits': best.hashBits,
        pixels: best.pixels,
      };
    }),
  );
  return resultTable(rows);
}

function strength({ text, image, pixels }: DuplicatePair): number {
  return (text ?? 0) + (image ?? 0) + (pixels ?? 0);
}

type Pairs = Map<number, Set<number>>;

function addPair(pairs: Pairs, i: number, j: number): void {
  const [low, high] = i < j ? [i, j] : [j, i];
  if (!pairs.has(low)) pairs.set(low, new Set());
  pairs.get(low)!.add(high);
}

/** Pairs of rows whose cosine is at least `threshold`. */
async function nearTexts(
  vectors: Matrix,
  threshold: number,
  onProgress: NearDuplicateOptions['onProgress'],
): Promise<{ pairs: Pairs; crowded: number[] }> {
  const rows = Array.from({ length: vectors.rows }, (_, i) => i).filter((i) =>
    row(vectors, i).some((x) => x !== 0),
  );
  const index = exactIndex(vectors, { zeroRows: 'leave out' });
  const pairs: Pairs = new Map();
  const crowded: number[] = [];
  try {
    for (let start = 0; start < rows.length; start += queryBlock) {
      let open = rows.slice(start, start + queryBlock);
      for (let k = firstNeighbours; open.length > 0; k *= 2) {
        const found = await index.searchBatch(selectRows(vectors, open), k + 1);
        const full: number[] = [];
        open.forEach((i, q) => {
          const near = found[q].filter(({ score }) => score >= threshold - rounding);
          const saturated = near.length > k;
          if (saturated && k < mostNeighbours) full.push(i);
          else for (const { row: j } of near) if (j !== i) addPair(pairs, i, j);
          if (saturated && k >= mostNeighbours) crowded.push(i);
        });
        open = full;
      }
      onProgress?.(Math.min(start + queryBlock, rows.length), rows.length);
    }
  } finally {
    await index.close();
  }
  return { pairs, crowded };
}

async function hashPhotos({
  products,
  photos,
}: Shop): Promise<{ hashes: (string | null)[]; failures: Rejected<'id' | 'source'>[] }> {
  const limit = pLimit(8);
  const failures: Rejected<'id' | 'source'>[] = [];
  const hashes = await limit.map(photos, async (photo, i) => {
    if (photo === null) return null;
    return differenceHash(photo).catch((error) => {
      failures.push({ id: products[i].id, source: photo, reason: messageOf(error) });
      return null;
    });
  });
  return { hashes, failures };
}

type Evidence = Pick<DuplicatePair, 'text' | 'image' | 'pixels'>;
type Thresholds = Required<Pick<NearDuplicateOptions, 'textThreshold' | 'imageThreshold' | 'pixelThreshold'>>;

function reason(
  { text, image, pixels }: Evidence,
  { textThreshold, imageThreshold, pixelThreshold }: Thresholds,
): DuplicatePair['because'] | null {
  if (pixels !== null && pixels >= pixelThreshold - rounding) return 'same photo';
  if (text === null || text < textThreshold - rounding) return null;
  if (image === null) return 'text, a photo missing';
  return image >= imageThreshold - rounding ? 'text and photo' : null;
}

/** Thumbnails by row, the last 10,000 or so kept: 30 MB. The photos were decoded before, for their hashes. */
function thumbnails(photos: Shop['photos']): (i: number) => Promise<Uint8Array> {
  const kept = new Map<number, Promise<Uint8Array>>();
  return (i) => {
    if (kept.size >= 10_000) kept.clear();
    if (!kept.has(i)) kept.set(i, photoThumbnail(photos[i]!));
    return kept.get(i)!;
  };
}

function cosine(m: Matrix, i: number, j: number): number | null {
  const [a, b] = [row(m, i), row(m, j)];
  const length = Math.sqrt(dot(a, a) * dot(b, b));
  return length === 0 ? null : dot(a, b) / length;
}

function checkOptions(thresholds: Thresholds, hashBits: number): void {
  for (const [name, value] of Object.entries(thresholds)) {
    if (!(value > 0 && value <= 1)) {
      throw new ArgumentError(`${name} is ${shown(value)}; give a number above 0 and up to 1, such as 0.9`);
    }
  }
  if (!Number.isInteger(hashBits) || hashBits < 0 || hashBits > 16) {
    throw new ArgumentError(`hashBits is ${shown(hashBits)}; give a whole number from 0 to 16`);
  }
}
