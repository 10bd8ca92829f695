import { ArgumentError, shown } from '../../errors/index.js';
import { createRandom } from '../../vectors/index.js';
import type { Qrels } from './qrels.js';

/**
 * Stand-in judgments for a catalogue that has none: each product is a query, and the other products of its leaf
 * category are relevant, grade 1. Say so beside every figure: a category is not what a shopper asked for. Products
 * without a category, or alone in theirs, are no queries.
 *
 * The product itself is not among its judgments, so leave it out of its results as well.
 * @param leafCategories one a product, '' where it has none
 * @param options.queries queries at most, drawn from the products at random. Memory grows with queries × category size.
 *   Default 1,000.
 * @param options.seed decides which products are drawn. Default 42.
 * @throws {ArgumentError} where ids and categories are not as many, or `queries` is below 1
 */
export function categoryQrels(
  ids: readonly string[],
  leafCategories: readonly string[],
  options: { readonly queries?: number; readonly seed?: number } = {},
): Qrels {
  const { queries = 1000, seed = 42 } = options;
  if (ids.length !== leafCategories.length) {
    throw new ArgumentError(
      `${ids.length} ids but ${leafCategories.length} categories; give one category a product`,
    );
  }
  if (!(queries >= 1))
    throw new ArgumentError(`queries is ${shown(queries)}; at least one product is needed`);
  const members = new Map<string, string[]>();
  leafCategories.forEach((category, i) => {
    if (category === '') return;
    const ofCategory = members.get(category);
    if (ofCategory) ofCategory.push(ids[i]);
    else members.set(category, [ids[i]]);
  });
  const categoryOf = (i: number) => members.get(leafCategories[i]) ?? [];
  const eligible = ids.map((_, i) => i).filter((i) => categoryOf(i).length > 1);
  const chosen =
    eligible.length <= queries
      ? eligible
      : createRandom(seed)
          .shuffle(eligible)
          .slice(0, queries)
          .sort((a, b) => a - b);
  return new Map(
    chosen.map((i) => {
      const grades = new Map(categoryOf(i).map((id) => [id, 1]));
      grades.delete(ids[i]);
      return [ids[i], grades];
    }),
  );
}
