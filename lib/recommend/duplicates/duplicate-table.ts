import { type ResultTable, resultTable } from '../../records/index.js';
import type { DuplicateGroup, DuplicatePair } from './pair-list.js';

/**
 * Groups as a table, a row a product, with the strongest evidence that ties it to its group.
 * @example duplicateTable(await nearDuplicates(shop))[0] // { group: 1, id, title, brand, price, because, text, image, … }
 */
export function duplicateTable({ groups }: { readonly groups: readonly DuplicateGroup[] }): ResultTable {
  const rows = groups.flatMap(({ group, products, pairs }) => {
    const best = strongest(pairs);
    return products.map((product) => {
      const { because, text, image, hashBits, pixels } = best.get(product.id)!;
      return {
        group: group + 1,
        id: product.id,
        title: product.title,
        brand: product.brand,
        price: product.price,
        because,
        text,
        image,
        'hash bits': hashBits,
        pixels,
      };
    });
  });
  return resultTable(rows);
}

/** The strongest pair of each product, by its id; the first of several. */
function strongest(pairs: readonly DuplicatePair[]): Map<string, DuplicatePair> {
  const best = new Map<string, DuplicatePair>();
  for (const pair of pairs) {
    for (const { id } of [pair.a, pair.b]) {
      const other = best.get(id);
      if (!other || strength(pair) > strength(other)) best.set(id, pair);
    }
  }
  return best;
}

function strength({ text, image, pixels }: DuplicatePair): number {
  return (text ?? 0) + (image ?? 0) + (pixels ?? 0);
}
