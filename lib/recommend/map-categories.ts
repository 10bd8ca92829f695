import type { Product } from '../catalog/index.js';

/** Products whose category is not among those shown. */
export const otherCategories = '(other)';
/** Products without a category. */
export const noCategory = '(none)';

/** The share of the products that the categories shown should hold. */
const wanted = 0.7;

/**
 * The name to colour each product by: its category at the deepest level where the `most` largest hold 70% of the
 * products, or else at the level where they hold most; '(other)' for the smaller ones, '(none)' without any.
 */
export function mapCategories(products: readonly Product[], most: number): string[] {
  const depth = Math.max(1, ...products.map(({ categories }) => categories.length));
  const levels = Array.from({ length: depth }, (_, i) => atLevel(products, depth - i, most));
  const telling = levels.filter(({ distinct }) => distinct > 1);
  const best = telling.find(({ share }) => share >= wanted) ?? largestShare(telling) ?? levels[0];
  return best.names.map((name) => (best.shown.has(name) ? name : otherCategories));
}

interface Level {
  readonly names: readonly string[];
  readonly shown: ReadonlySet<string>;
  readonly distinct: number;
  readonly share: number;
}

/** The names of a level, the root's being 1; products filed less deeply keep their leaf. */
function atLevel(products: readonly Product[], level: number, most: number): Level {
  const names = products.map(({ categories }) => categories.slice(0, level).at(-1) ?? noCategory);
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const largest = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, most);
  const held = largest.reduce((sum, [, count]) => sum + count, 0);
  return {
    names,
    shown: new Set(largest.map(([name]) => name)),
    distinct: counts.size,
    share: held / Math.max(1, names.length),
  };
}

function largestShare(levels: readonly Level[]): Level | undefined {
  return levels.reduce<Level | undefined>(
    (best, level) => (best && best.share >= level.share ? best : level),
    undefined,
  );
}
