/** Disjoint sets of the numbers 0 … n − 1 (Tarjan 1975): by size, halving paths. */
export class UnionFind {
  readonly #parent: Int32Array;
  readonly #size: Int32Array;

  constructor(n: number) {
    this.#parent = Int32Array.from({ length: n }, (_, i) => i);
    this.#size = new Int32Array(n).fill(1);
  }

  /** The number that stands for the set of i. */
  find(i: number): number {
    const parent = this.#parent;
    let at = i;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  join(i: number, j: number): void {
    const [a, b] = [this.find(i), this.find(j)];
    if (a === b) return;
    const [small, large] = this.#size[a] < this.#size[b] ? [a, b] : [b, a];
    this.#parent[small] = large;
    this.#size[large] += this.#size[small];
  }

  /** The sets of two and more, each ascending. */
  groups(): number[][] {
    const sets = new Map<number, number[]>();
    for (let i = 0; i < this.#parent.length; i++) {
      const root = this.find(i);
      if (this.#size[root] < 2) continue;
      if (!sets.has(root)) sets.set(root, []);
      sets.get(root)!.push(i);
    }
    return [...sets.values()];
  }
}
