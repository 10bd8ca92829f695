/**
 * The features on the paths from a root to where a walk through the tree stands: for each feature the share of rows that
 * come through where it is unknown (zero) and known (one), and the weights of its subsets by size. A path of `length`
 * entries begins at `at`; that of a child is copied behind its parent's.
 */
export class FeaturePaths {
  readonly #feature: Int32Array;
  readonly #zero: Float64Array;
  readonly #one: Float64Array;
  readonly #weight: Float64Array;

  /** @param depth splits from a root to a leaf at most */
  constructor(depth: number) {
    const longest = depth + 2;
    const size = (longest * (longest + 1)) / 2;
    this.#feature = new Int32Array(size);
    this.#zero = new Float64Array(size);
    this.#one = new Float64Array(size);
    this.#weight = new Float64Array(size);
  }

  featureAt(entry: number): number {
    return this.#feature[entry];
  }

  zeroAt(entry: number): number {
    return this.#zero[entry];
  }

  oneAt(entry: number): number {
    return this.#one[entry];
  }

  /** Copies the path at `from` behind itself, with one more feature; `from + length` is where the copy begins. */
  extend(from: number, length: number, zero: number, one: number, feature: number): void {
    const at = from + length;
    const weight = this.#weight;
    for (let i = 0; i < length; i++) {
      this.#feature[at + i] = this.#feature[from + i];
      this.#zero[at + i] = this.#zero[from + i];
      this.#one[at + i] = this.#one[from + i];
      weight[at + i] = weight[from + i];
    }
    this.#feature[at + length] = feature;
    this.#zero[at + length] = zero;
    this.#one[at + length] = one;
    weight[at + length] = length === 0 ? 1 : 0;
    for (let i = length - 1; i >= 0; i--) {
      weight[at + i + 1] += (one * weight[at + i] * (i + 1)) / (length + 1);
      weight[at + i] = (zero * weight[at + i] * (length - i)) / (length + 1);
    }
  }

  /** Takes entry k out of a path whose last entry is `last`. */
  unwind(at: number, last: number, k: number): void {
    const one = this.#one[at + k];
    const zero = this.#zero[at + k];
    const weight = this.#weight;
    let next = weight[at + last];
    for (let i = last - 1; i >= 0; i--) {
      if (one !== 0) {
        const before = weight[at + i];
        weight[at + i] = (next * (last + 1)) / ((i + 1) * one);
        next = before - (weight[at + i] * zero * (last - i)) / (last + 1);
      } else weight[at + i] = (weight[at + i] * (last + 1)) / (zero * (last - i));
    }
    for (let i = k; i < last; i++) {
      this.#feature[at + i] = this.#feature[at + i + 1];
      this.#zero[at + i] = this.#zero[at + i + 1];
      this.#one[at + i] = this.#one[at + i + 1];
    }
  }

  /** The sum of the weights that `unwind` would leave. */
  unwoundSum(at: number, last: number, k: number): number {
    const one = this.#one[at + k];
    const zero = this.#zero[at + k];
    const weight = this.#weight;
    let next = weight[at + last];
    let sum = 0;
    for (let i = last - 1; i >= 0; i--) {
      if (one !== 0) {
        const w = (next * (last + 1)) / ((i + 1) * one);
        sum += w;
        next = weight[at + i] - (w * zero * (last - i)) / (last + 1);
      } else sum += (weight[at + i] * (last + 1)) / (zero * (last - i));
    }
    return sum;
  }
}
