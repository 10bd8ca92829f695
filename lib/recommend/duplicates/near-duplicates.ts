import { ArgumentError, shown } from '../../errors/index.js';
import { nearHashes } from '../../images/likeness/index.js';
import type { Rejected } from '../../records/index.js';
import { dot, type Matrix, row } from '../../vectors/index.js';
import type { Recommender } from '../recommender.js';
import { mostNeighbours, nearTexts, rounding } from './near-texts.js';
import { type DuplicateGroup, type DuplicatePair, mostPairs, PairList } from './pair-list.js';
import { PhotoClasses } from './photo-classes.js';

export interface NearDuplicateOptions {
  /** Least cosine of two texts that count as one, in (0, 1]. Default 0.9. */
  readonly textThreshold?: number;
  /** Least cosine of two photos that count as one, in (0, 1]. Default 0.95. */
  readonly imageThreshold?: number;
  /** Bits in which the hashes of one photo may differ, 0 to 16. Default 8. */
  readonly hashBits?: number;
  /** Least correlation of the pixels of one photo, in (0, 1]. Default 0.99. */
  readonly pixelThreshold?: number;
  /** How far a step is: 'Hashing photos', 'Indexing texts' (where they are many), 'Comparing texts', 'Decoding photos' or 'Comparing photos'. */
  readonly onProgress?: (done: number, total: number, step: string) => void;
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
type Thresholds = Required<Pick<NearDuplicateOptions, 'textThreshold' | 'imageThreshold' | 'pixelThreshold'>>;

/**
 * Products that seem to be listed more than once. Two are taken for one
 * - when their texts are alike and their photos too (cosines at or above both thresholds), so that one product in
 *   another colour, alike in text alone, is not meant; where either has no photo, the text alone decides;
 * - or when they show the same photo, at whatever size and quality and whatever the text: their hashes
 *   (`differenceHash`) are within `hashBits`, and pixel by pixel they correlate (`photoCorrelation`).
 * Groups are what such pairs join, so two products of one may be alike only through a third.
 *
 * Equal texts and equal photo files are looked at once. Texts are then compared all with all, from 50,000 on with
 * those about the same things, which misses 1 in 1,000 just above a threshold of 0.9 and fewer of those more alike; hashes by their bands, each photo with 256 before it
 * at most; and products that are in one group already no further than for the 8 pairs that are listed of each: time
 * grows little faster than the catalogue, and memory is bounded, however many share one.
 * @param shop a `Recommender`, or its products, spaces of unit rows, and photos
 * @throws {ArgumentError} for a threshold out of range, or no text at all
 * @example
 * const { groups, groupOf } = await nearDuplicates(shop, { textThreshold: 0.95 });
 * groups[0].products.length // 2 or more, which are one product
 * notInAnotherColor({ groups: groupOf }) // a rule that shows one of them
 */
export async function nearDuplicates(
  shop: Shop,
  options: NearDuplicateOptions = {},
): Promise<NearDuplicates> {
  const { textThreshold = 0.9, imageThreshold = 0.95, hashBits = 8, pixelThreshold = 0.99 } = options;
  const thresholds = { textThreshold, imageThreshold, pixelThreshold };
  checkOptions(thresholds, hashBits);
  const progress = (step: string) => (done: number, total: number) => options.onProgress?.(done, total, step);
  const { products, spaces } = shop;
  const { photos, failures } = await PhotoClasses.of(shop, progress('Hashing photos'));
  const alike = collected(nearHashes(photos.hashes, hashBits, mostNeighbours));
  await photos.load(alike, progress('Decoding photos'));
  const pairs = new PairList(products);

  /** Lists a pair that is taken for one product. False where a photo has to be loaded to tell. */
  const compare: Compare = (i, j) => {
    if (!pairs.wants(i, j)) return true;
    const [p, q] = [photos.classes.of[i], photos.classes.of[j]];
    const bits = photos.hashBits(p, q);
    const pixels = bits !== null && bits <= hashBits ? photos.correlation(p, q) : null;
    if (pixels === undefined) return false;
    const evidence = { text: cosine(spaces.text, i, j), image: cosine(spaces.image, i, j), pixels };
    const because = reason(evidence, thresholds);
    if (because) pairs.add(i, j, { ...evidence, hashBits: bits, because });
    return true;
  };

  const crowded: number[] = [];
  for await (const { rows, near, crowded: isCrowded } of nearTexts(spaces.text, textThreshold, progress)) {
    for (const i of rows) {
      const open = near.filter((j) => !compare(i, j));
      if (open.length === 0) continue;
      await photos.load([i, ...open].map((row) => photos.classes.of[row]));
      for (const j of open) compare(i, j);
    }
    if (isCrowded) crowded.push(...rows);
  }
  compareOnePhoto(photos, compare);
  const compared = progress('Comparing photos');
  for (let at = 0; at < alike.length; at += 2) {
    const [p, q] = alike.subarray(at, at + 2);
    const both = [p, q].map((c) => photos.classes.members[c].slice(0, mostPairs));
    compareNearPhotos(both, () => photos.correlation(p, q)! >= pixelThreshold - rounding, pairs, compare);
    const done = at / 2 + 1;
    if (done % progressEvery === 0 || at + 2 === alike.length) compared(done, alike.length / 2);
  }

  const groups = pairs.groups();
  const groupOf = new Map<string, number>();
  for (const { group, products } of groups) for (const { id } of products) groupOf.set(id, group);
  crowded.sort((a, b) => a - b);
  return { groups, groupOf, failures, crowded: crowded.map((i) => products[i].id) };
}

const progressEvery = 10_000;

type Compare = (i: number, j: number) => boolean;

/** The pairs one after the other: 8 bytes a pair, where an array for each would take 10 times as much. */
function collected(pairs: Iterable<readonly [number, number]>): Uint32Array {
  let all = new Uint32Array(1024);
  let length = 0;
  for (const pair of pairs) {
    if (length === all.length) {
      const larger = new Uint32Array(2 * length);
      larger.set(all);
      all = larger;
    }
    all.set(pair, length);
    length += 2;
  }
  return all.subarray(0, length);
}

/** Rows with one photo file: each with those after it, as many as are listed. */
function compareOnePhoto({ classes, hashes }: PhotoClasses, compare: Compare): void {
  for (const [c, rows] of classes.members.entries()) {
    if (hashes[c] === null) continue;
    for (const [at, i] of rows.entries()) {
      for (const j of rows.slice(at + 1, at + 1 + mostPairs)) compare(i, j);
    }
  }
}

/** Rows whose photos are different files with near hashes, if they show the same. */
function compareNearPhotos(
  [some, others]: readonly (readonly number[])[],
  showTheSame: () => boolean,
  pairs: PairList,
  compare: Compare,
): void {
  if (!some.some((i) => others.some((j) => pairs.wants(i, j))) || !showTheSame()) return;
  for (const i of some) for (const j of others) compare(i, j);
}

type Evidence = Pick<DuplicatePair, 'text' | 'image' | 'pixels'>;

function reason(
  { text, image, pixels }: Evidence,
  { textThreshold, imageThreshold, pixelThreshold }: Thresholds,
): DuplicatePair['because'] | null {
  if (pixels !== null && pixels >= pixelThreshold - rounding) return 'same photo';
  if (text === null || text < textThreshold - rounding) return null;
  if (image === null) return 'text, a photo missing';
  return image >= imageThreshold - rounding ? 'text and photo' : null;
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
