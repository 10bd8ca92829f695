import path from 'node:path';
import { contentKey } from '../../store/index.js';
import type { ModelKind } from '../models/index.js';
import { photoKeys } from '../photo-keys.js';

/** An item of the sample and the hash of its content. */
export interface SampleItem {
  readonly item: string;
  readonly key: string;
}

/**
 * At most `count` different items, in an order that has nothing to do with the order in which they came: by the hash
 * of the text, or of the photo's file name. The same catalogue gives the same items, and a catalogue that changed a
 * little nearly the same. Items in `first` come before all others. Only the chosen photos are read, to know their content; those that cannot be read are left out.
 */
export async function sampleItems(
  kind: ModelKind,
  sample: readonly string[],
  count: number,
  first: { has(item: string): boolean } = new Set(),
): Promise<SampleItem[]> {
  const orderOf = (item: string) => contentKey(kind === 'text' ? item : path.basename(item));
  const ordered = [...new Set(sample)]
    .map((item) => ({ item, order: orderOf(item) }))
    .sort(
      (a, b) =>
        Number(first.has(b.item)) - Number(first.has(a.item)) ||
        (a.order < b.order ? -1 : a.order > b.order ? 1 : 0),
    )
    .slice(0, count);
  if (kind === 'text') return ordered.map(({ item, order }) => ({ item, key: order }));
  const keys = await photoKeys(ordered.map(({ item }) => item));
  return ordered.flatMap(({ item }, i) => {
    const key = keys[i];
    return key === null ? [] : [{ item, key }];
  });
}
