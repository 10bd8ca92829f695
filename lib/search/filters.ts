import { shown, UserError } from '../errors/index.js';
import { nearestNames } from '../language/index.js';
import {
  checkFilter,
  type Filterable,
  filterKey,
  type NamedFilter,
  namedFilters,
  type ProductFilter,
  priceTest,
  valuesOf,
} from './product-filter.js';

/** A value of a property and how many products have it. */
export interface FilterValue {
  readonly value: string;
  readonly count: number;
}

/** Answers filters over one catalogue; `compileFilters` makes one. */
export interface ProductFilters {
  /**
   * The rows that meet all conditions, ascending; null where the filter has no condition.
   * A value that no product has is a `UserError` that names the nearest known ones.
   */
  rows(filter: ProductFilter): Int32Array | null;
  /** The values of a property as first written, most frequent first. */
  values(property: NamedFilter): FilterValue[];
}

/**
 * Prepares a catalogue for filtering; row i is `products[i]`. Every value has its list of rows, so that a filter over
 * 300,000 rows takes milliseconds.
 * @example
 * const filters = compileFilters(products);
 * filters.rows({ category: 'Chairs', priceMax: 100 }) // Int32Array [3, 8, 21], rows of products
 */
export function compileFilters(products: readonly Filterable[]): ProductFilters {
  const lists = new Map(namedFilters.map((name) => [name, rowsByValue(products, valuesOf[name])]));
  const prices = Float64Array.from(products, (p) => p.price ?? Number.NaN);

  return {
    rows(filter) {
      const checked = checkFilter(filter);
      const named = namedFilters
        .flatMap((name) => {
          const wanted = checked[name];
          return wanted === undefined
            ? []
            : [anyOf(name, [wanted].flat(), lists.get(name)!, products.length)];
        })
        .sort((a, b) => a.length - b.length);
      const inPrice = priceTest(checked);
      if (named.length === 0) return inPrice && marked(prices.map((p) => Number(inPrice(p))));
      const rows = named.reduce(intersection);
      return inPrice ? rows.filter((r) => inPrice(prices[r])) : rows;
    },
    values: (property) =>
      [...lists.get(property)!.values()]
        .map(({ value, rows }) => ({ value, count: rows.length }))
        .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)),
  };
}

interface ValueRows {
  /** As the first product writes it. */
  readonly value: string;
  readonly rows: Int32Array;
}

function rowsByValue(
  products: readonly Filterable[],
  valuesIn: (p: Filterable) => readonly string[],
): Map<string, ValueRows> {
  const lists = new Map<string, { value: string; rows: number[] }>();
  products.forEach((product, r) => {
    for (const value of valuesIn(product)) {
      const key = filterKey(value);
      if (key === '') continue;
      const list = lists.get(key);
      if (!list) lists.set(key, { value: value.trim(), rows: [r] });
      else if (list.rows.at(-1) !== r) list.rows.push(r);
    }
  });
  return new Map([...lists].map(([key, { value, rows }]) => [key, { value, rows: Int32Array.from(rows) }]));
}

function anyOf(
  name: NamedFilter,
  wanted: readonly string[],
  lists: ReadonlyMap<string, ValueRows>,
  size: number,
): Int32Array {
  const found = wanted.map((value) => {
    const list = lists.get(filterKey(value));
    if (!list) throw unknownValue(name, value, lists);
    return list.rows;
  });
  if (found.length === 1) return found[0];
  const marks = new Uint8Array(size);
  for (const rows of found) for (const r of rows) marks[r] = 1;
  return marked(marks);
}

function unknownValue(name: NamedFilter, value: string, lists: ReadonlyMap<string, ValueRows>): UserError {
  const known = [...lists.values()];
  const near = nearestNames(
    value.trim(),
    known.map((x) => x.value),
  );
  const common = known.sort((a, b) => b.rows.length - a.rows.length).slice(0, 5);
  const hint =
    near.length > 0
      ? `did you mean ${near.map((x) => shown(x)).join(' or ')}?`
      : common.length > 0
        ? `the most frequent are ${common.map((x) => shown(x.value)).join(', ')}`
        : `no product of this catalogue has a ${name}`;
  return new UserError(`no product has ${name} ${shown(value)}; ${hint}`);
}

function marked(marks: ArrayLike<number>): Int32Array {
  const rows = new Int32Array(marks.length);
  let n = 0;
  for (let r = 0; r < marks.length; r++) if (marks[r]) rows[n++] = r;
  return rows.slice(0, n);
}

/** The rows that are in both of two ascending lists, the shorter first. */
function intersection(short: Int32Array, long: Int32Array): Int32Array {
  let j = 0;
  return short.filter((r) => {
    while (j < long.length && long[j] < r) j++;
    return long[j] === r;
  });
}
