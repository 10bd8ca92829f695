import type { Product } from '../../catalog/index.js';
import { UnionFind } from './union-find.js';

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
  /** Its products, in the order of the catalogue. */
  readonly products: readonly Product[];
  /** Why they are in one group. Of a product that 8 pairs are listed of, further ones only where they join groups. */
  readonly pairs: readonly DuplicatePair[];
}

/** Pairs that are listed of a product. */
export const mostPairs = 8;

type Evidence = Omit<DuplicatePair, 'a' | 'b'>;

/** Pairs of rows that are taken for one product, and the groups that they join. */
export class PairList {
  readonly #products: readonly Product[];
  readonly #union: UnionFind;
  /** Pairs of each row, and the other rows of the first of them. */
  readonly #counts: Uint32Array;
  readonly #others: Uint32Array;
  readonly #pairs: { readonly low: number; readonly high: number; readonly pair: DuplicatePair }[] = [];

  constructor(products: readonly Product[]) {
    this.#products = products;
    this.#union = new UnionFind(products.length);
    this.#counts = new Uint32Array(products.length);
    this.#others = new Uint32Array(products.length * mostPairs);
  }

  /** Whether a pair would add something: it is not listed, and joins groups or has a product with few pairs. */
  wants(i: number, j: number): boolean {
    if (i === j) return false;
    if (this.#counts[i] < mostPairs) return !this.#listed(i, j);
    if (this.#counts[j] < mostPairs) return !this.#listed(j, i);
    return this.#union.find(i) !== this.#union.find(j);
  }

  add(i: number, j: number, evidence: Evidence): void {
    const [low, high] = i < j ? [i, j] : [j, i];
    this.#pairs.push({ low, high, pair: { a: this.#products[low], b: this.#products[high], ...evidence } });
    this.#count(i, j);
    this.#count(j, i);
    this.#union.join(i, j);
  }

  /** Larger groups first; pairs by their rows. */
  groups(): DuplicateGroup[] {
    const sets = this.#union.groups().sort((x, y) => y.length - x.length || x[0] - y[0]);
    const groups = sets.map((rows, group) => ({
      group,
      products: rows.map((i) => this.#products[i]),
      pairs: [] as DuplicatePair[],
    }));
    const groupOf = new Map(sets.map((rows, group) => [this.#union.find(rows[0]), group]));
    this.#pairs.sort((x, y) => x.low - y.low || x.high - y.high);
    for (const { low, pair } of this.#pairs) groups[groupOf.get(this.#union.find(low))!].pairs.push(pair);
    return groups;
  }

  #count(i: number, other: number): void {
    if (this.#counts[i] < mostPairs) this.#others[i * mostPairs + this.#counts[i]] = other;
    this.#counts[i]++;
  }

  /** Whether a pair of a row with few is listed. */
  #listed(i: number, other: number): boolean {
    const first = i * mostPairs;
    return this.#others.subarray(first, first + this.#counts[i]).includes(other);
  }
}
