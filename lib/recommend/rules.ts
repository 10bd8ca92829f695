import type { Product } from '../catalog/index.js';
import { leafCategory } from '../catalog/index.js';
import { ArgumentError, shown } from '../errors/index.js';
import { baseTitle } from './base-title.js';

/** A product in a ranking. */
export interface Ranked {
  readonly product: Product;
  /** Row of the product in the catalogue. */
  readonly row: number;
}

/** A test of one ranking's products: null to let a product through, else why it is left out. */
export interface RuleTest {
  /** Asked in the order of the ranking. */
  refuse(candidate: Ranked): string | null;
  /** Told of each product that all rules let through. */
  kept?(candidate: Ranked): void;
}

/** A condition of the business on a ranking. Rules carry nothing from one ranking to the next. */
export interface Rule {
  /** For reports: 'price up to 200'. */
  readonly name: string;
  /** Begins a ranking; `query` is the product that similar ones are wanted for, null for a text search. */
  start(query: Ranked | null): RuleTest;
}

/** A product that a rule took out of a ranking. */
export interface LeftOut extends Ranked {
  /** The rule's name. */
  readonly rule: string;
  /** 'costs 249.99' … */
  readonly reason: string;
}

/**
 * Products up to a price. One without a price is left out unless `unpriced` is 'keep'.
 * @param most in the catalogue's currency, ≥ 0
 * @throws {ArgumentError} for a bound that is no number or below 0
 * @example await shop.recommend(id, { k: 5, rules: [priceCeiling(300)] }) // none above 300
 */
export function priceCeiling(
  most: number,
  { unpriced = 'leave out' }: { readonly unpriced?: 'leave out' | 'keep' } = {},
): Rule {
  if (!(Number.isFinite(most) && most >= 0)) {
    throw new ArgumentError(`the price ceiling is ${shown(most)}; give a number of at least 0`);
  }
  return stateless(`price up to ${most}`, ({ product: { price } }) => {
    if (price === null) return unpriced === 'keep' ? null : 'has no price';
    return price > most ? `costs ${price}` : null;
  });
}

/**
 * Products that are in stock.
 * @param stock the ids in stock, or a test of an id; a set is looked into anew for each ranking
 * @throws {ArgumentError} for anything else, such as a single id
 * @example inStock(['sku-1', 'sku-7'])
 */
export function inStock(stock: Iterable<string> | ((id: string) => boolean)): Rule {
  const has = typeof stock === 'function' ? stock : memberOf(stock);
  return stateless('in stock', ({ product }) => (has(product.id) ? null : 'is out of stock'));
}

/**
 * Not the same product again in another colour or size: neither the queried one's nor that of a result above.
 * Products are the same when brand and title agree after colour words, sizes and numbers are taken out (`baseTitle`),
 * or when they are in one group of `groups`, which `nearDuplicates` finds.
 * @param groups group of each product id that has one
 * @example await shop.recommend(id, { k: 5, rules: [notInAnotherColor()] }) // five, each in one colour only
 */
export function notInAnotherColor({
  groups,
}: {
  readonly groups?: ReadonlyMap<string, string | number>;
} = {}): Rule {
  const name = 'not the same in another colour';
  const keysOf = ({ product }: Ranked) => {
    const title = baseTitle(product);
    const group = groups?.get(product.id);
    return [
      ...(title === '' ? [] : [`title:${product.brand.toLowerCase()}:${title}`]),
      ...(group === undefined ? [] : [`group:${group}`]),
    ];
  };
  return {
    name,
    start(query) {
      const seen = new Map<string, Ranked>();
      const add = (taken: Ranked) => {
        for (const key of keysOf(taken)) if (!seen.has(key)) seen.set(key, taken);
      };
      if (query) add(query);
      return {
        refuse(candidate) {
          const key = keysOf(candidate).find((k) => seen.has(k));
          return key === undefined ? null : `is ${shown(seen.get(key)!.product.title)} again`;
        },
        kept: add,
      };
    },
  };
}

/**
 * At most n products of one brand or one leaf category, or of whatever `by` names. Products for which it names ''
 * are not counted.
 * @throws {ArgumentError} for n < 1
 * @example [atMost(2, 'brand'), atMost(3, 'material', (product) => product.material)]
 */
export function atMost(n: number, what: 'brand' | 'category'): Rule;
export function atMost(n: number, what: string, by: (product: Product) => string): Rule;
export function atMost(n: number, what: string, by: (product: Product) => string = namedBy(what)): Rule {
  if (!Number.isInteger(n) || n < 1) {
    throw new ArgumentError(`at most ${shown(n)} of a ${what}; give a whole number of at least 1`);
  }
  return {
    name: `at most ${n} of a ${what}`,
    start() {
      const counts = new Map<string, number>();
      return {
        refuse({ product }) {
          const value = by(product).trim();
          const reached = (counts.get(value.toLowerCase()) ?? 0) >= n;
          return value !== '' && reached ? `${what} ${shown(value)} has ${n} already` : null;
        },
        kept({ product }) {
          const key = by(product).trim().toLowerCase();
          counts.set(key, (counts.get(key) ?? 0) + 1);
        },
      };
    },
  };
}

function memberOf(stock: Iterable<string>): (id: string) => boolean {
  if (typeof stock !== 'object' || stock === null || !(Symbol.iterator in stock)) {
    throw new ArgumentError(`in stock is ${shown(stock)}; give a list or a set of ids, or a test of an id`);
  }
  const ids = stock instanceof Set ? stock : new Set(stock);
  return (id) => ids.has(id);
}

function namedBy(what: string): (product: Product) => string {
  if (what === 'brand') return (product) => product.brand;
  if (what === 'category') return leafCategory;
  throw new ArgumentError(
    `at most of ${shown(what)}: choose 'brand' or 'category', or give a function of a product`,
  );
}

function stateless(name: string, refuse: RuleTest['refuse']): Rule {
  return { name, start: () => ({ refuse }) };
}

/** All rules on one ranking: `accept` asks them in order, the first that refuses is recorded in `leftOut`. */
export function startRules(
  rules: readonly Rule[],
  query: Ranked | null,
): { accept(candidate: Ranked): boolean; readonly leftOut: readonly LeftOut[] } {
  const tests = rules.map((rule) => ({ rule, test: rule.start(query) }));
  const leftOut: LeftOut[] = [];
  return {
    leftOut,
    accept(candidate) {
      for (const { rule, test } of tests) {
        const reason = test.refuse(candidate);
        if (reason === null) continue;
        leftOut.push({ product: candidate.product, row: candidate.row, rule: rule.name, reason });
        return false;
      }
      for (const { test } of tests) test.kept?.(candidate);
      return true;
    },
  };
}
