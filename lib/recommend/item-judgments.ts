import type { Product } from '../catalog/index.js';
import type { Qrels } from '../evaluate/index.js';
import type { Relevance } from './relevance.js';

/**
 * The judgments of similar products by what is encoded of each: its text, or the path of its photo. For the change in
 * nDCG@10 that int8 makes (`resolveTextEncoder`, `resolveImageEncoder`). Of products with one text the highest grades count.
 * @param items one a product; null where it has none
 * @example
 * const corpus = products.map(productText);
 * itemJudgments(relevance, products, corpus) // Map: text → Map: similar text → grade
 */
export function itemJudgments(
  { similar }: Pick<Relevance, 'similar'>,
  products: readonly Pick<Product, 'id'>[],
  items: readonly (string | null)[],
): Qrels {
  const itemOf = new Map(products.map(({ id }, i) => [id, items[i]]));
  const out = new Map<string, Map<string, number>>();
  for (const [query, grades] of similar ?? []) {
    const item = itemOf.get(query);
    if (item == null) continue;
    const into = out.get(item) ?? new Map<string, number>();
    out.set(item, into);
    for (const [id, grade] of grades) {
      const other = itemOf.get(id);
      if (other == null || other === item) continue;
      into.set(other, Math.max(grade, into.get(other) ?? grade));
    }
  }
  return out;
}
