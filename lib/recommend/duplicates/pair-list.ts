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
  /** Why they are in one group. Of a product that 64 pairs are listed of, further ones only where they join groups. */
  readonly pairs: readonly DuplicatePair[];
}

/** Pairs that are listed of a product. */
export const mostPairs = 64;

type Evidence = Omit<DuplicatePair, 'a' | 'b'>;

/** Pairs of rows that are taken for one product, and the groups that they join. */
export class PairList {
  readonly #products: readonly Product[];
  readonly #union: UnionFind;
  readonly #listed: (Map<number, Evidence> | undefined)[];
  readonly #counts: Uint32Array;

  constructor(products: readonly Product[]) {
    this.#products = products;
    this.#union = new UnionFind(products.length);
    this.#listed = new Array(products.length);
    this.#counts = new Uint32Array(products.length);
  }

  /** Whether a pair would add something: it is not listed, and joins groups or has a product with few pairs. */
  wants(i: number, j: number): boolean {
    if (i === j || this.#listed[Math.min(i, j)]?.has(Math.max(i, j))) return false;
    const counts = this.#counts;
    if (counts[i] < mostPairs || counts[j] < mostPairs) return true;
    return this.#union.find(i) !== this.#union.find(j);
  }

  add(i: number, j: number, evidence: Evidence): void {
    const [low, high] = i < j ? [i, j] : [j, i];
    this.#listed[low] ??= new Map();
    this.#listed[low]!.set(high, evidence);
    this.#counts[i]++;
    this.#counts[j]++;
    this.#union.join(i, j);
  }

  /** Larger groups first; pairs by their rows. */
  groups(): DuplicateGroup[] {
    return this.#union
      .groups()
      .sort((x, y) => y.length - x.length || x[0] - y[0])
      .map((rows, group) => ({
        group,
        products: rows.map((i) => this.#products[i]),
        pairs: rows.flatMap((i) => this.#pairsOf(i)),
      }));
  }

  #pairsOf(i: number): DuplicatePair[] {
    return [...(this.#listed[i] ?? [])]
      .sort(([j], [k]) => j - k)
      .map(([j, evidence]) => ({ a: this.#products[i], b: this.#products[j], ...evidence }));
  }
}
