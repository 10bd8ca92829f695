import { nearHashes } from '../../images/likeness/index.js';
import { stratifiedSplit } from '../../train/index.js';
import type { ProductPhoto } from './photo.js';

/** Bits in which the hashes of nearly the same picture differ at most. */
const nearBits = 3;

/** Photos that are learnt from, that choose, and that are held out. */
export interface PhotoSplit {
  readonly train: readonly ProductPhoto[];
  readonly validation: readonly ProductPhoto[];
  readonly test: readonly ProductPhoto[];
}

/**
 * Shares out the photos of each product: 60% to learn from, 20% to choose by, 20% held out; nearly equal pictures of a
 * product go together. A product of few photos has at least one to learn from.
 */
export function splitPhotos(photos: readonly ProductPhoto[], seed = 42): PhotoSplit {
  const groups = photos.map((_, i) => i);
  const rootOf = (i: number): number => (groups[i] === i ? i : rootOf(groups[i]));
  for (const [a, b] of nearHashes(
    photos.map(({ hash }) => hash),
    nearBits,
  )) {
    if (photos[a].sku === photos[b].sku) groups[rootOf(b)] = rootOf(a);
  }
  const rows = stratifiedSplit(
    photos.map(({ sku }) => sku),
    { train: 0.6, validation: 0.2, test: 0.2 },
    { seed, groups: photos.map((_, i) => String(rootOf(i))) },
  );
  const parts = { train: [...rows.train], validation: [...rows.validation], test: [...rows.test] };
  const learnt = new Set(parts.train.map((i) => photos[i].sku));
  for (const part of [parts.validation, parts.test]) {
    for (const i of [...part]) {
      if (learnt.has(photos[i].sku)) continue;
      part.splice(part.indexOf(i), 1);
      parts.train.push(i);
      learnt.add(photos[i].sku);
    }
  }
  const chosen = (part: number[]) => part.sort((a, b) => a - b).map((i) => photos[i]);
  return { train: chosen(parts.train), validation: chosen(parts.validation), test: chosen(parts.test) };
}
