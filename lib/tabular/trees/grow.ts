import { variance } from '../../stats/index.js';
import type { Random } from '../../vectors/index.js';
import { type BinnedColumn, missing } from './bins.js';
import type { TreeBuilder } from './builder.js';
import { goesLeft, type Split, scan, thresholdOf } from './split.js';

export interface GrowOptions {
  readonly maxDepth: number;
  /** Least sum of hessians in a leaf; with squared error, the number of rows. */
  readonly minLeafWeight: number;
  readonly l2: number;
  /** Features looked at for a split, drawn anew for each. */
  readonly featuresPerSplit: number;
  /** A split must gain more, in squares of the target: what rounding alone may give. See `leastGain`. */
  readonly leastGain: number;
}

/** 10⁻²⁴ of the target's variance: nothing beside what a target varies by, in whatever unit it is. */
export function leastGain(target: Float64Array): number {
  return 1e-24 * variance(target, 0);
}

/** From this many rows on, a node keeps the histograms of all features, so that a child's come by subtraction. */
const subtractFrom = 512;
const width = 512;

interface Open {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly gradient: number;
  readonly hessian: number;
  /** All features, WIDTH numbers each; where the node is small, there is none. */
  histograms?: Float64Array;
}

/**
 * Grows regression trees on binned columns from gradients and hessians of the loss: a leaf's value is −G/(H+λ). Large
 * nodes keep histograms, and the larger child's is its parent's less its sibling's (Ke and others, "LightGBM", NIPS 2017);
 * small nodes only touch the bins that they have rows in.
 */
export class TreeGrower {
  readonly #features: Int32Array;
  readonly #histogram = new Float64Array(width);
  readonly #bits = new Int32Array(8);
  readonly #used = new Uint8Array(256);
  readonly #nodeG: Float64Array;
  readonly #nodeH: Float64Array;
  readonly #spare: Int32Array;
  readonly #freed: Float64Array[] = [];
  readonly #columns: readonly BinnedColumn[];
  readonly #options: GrowOptions;
  readonly #random: Random;

  constructor(columns: readonly BinnedColumn[], options: GrowOptions, random: Random) {
    this.#columns = columns;
    this.#options = options;
    this.#random = random;
    const rows = columns[0].codes.length;
    this.#features = Int32Array.from(columns.keys());
    this.#nodeG = new Float64Array(rows);
    this.#nodeH = new Float64Array(rows);
    this.#spare = new Int32Array(rows);
  }

  /** Adds one tree over `rows`, which come out reordered; `leaves[i]` gets the leaf value of row i of those. */
  grow(
    builder: TreeBuilder,
    rows: Int32Array,
    gradients: Float64Array,
    hessians: Float64Array,
    leaves?: Float64Array,
  ): void {
    const { maxDepth, minLeafWeight, l2 } = this.#options;
    const root = builder.begin();
    let gradient = 0;
    let hessian = 0;
    for (const i of rows) {
      gradient += gradients[i];
      hessian += hessians[i];
    }
    builder.leaf(-gradient / (hessian + l2), hessian);
    const stack: Open[] = [{ node: root, from: 0, to: rows.length, depth: 0, gradient, hessian }];
    for (let open = stack.pop(); open; open = stack.pop()) {
      const { node, from, to, depth } = open;
      const tall = depth >= maxDepth || to - from < 2 || open.hessian < 2 * minLeafWeight;
      const split = tall ? undefined : this.#bestSplit(open, rows, gradients, hessians);
      if (!split) {
        if (leaves) for (let i = from; i < to; i++) leaves[rows[i]] = builder.value[node];
        this.#release(open);
        continue;
      }
      const column = this.#columns[split.feature];
      builder.split(node, split.feature, thresholdOf(column, split.bin), split.missingLeft);
      const middle = this.#partition(rows, from, to, column.codes, split);
      const left = this.#child(builder, rows, gradients, hessians, from, middle, depth + 1);
      const right = this.#child(builder, rows, gradients, hessians, middle, to, depth + 1);
      builder.left[node] = left.node;
      builder.right[node] = right.node;
      this.#inherit(open, left, right, rows, gradients, hessians);
      stack.push(right, left);
    }
  }

  #child(
    builder: TreeBuilder,
    rows: Int32Array,
    gradients: Float64Array,
    hessians: Float64Array,
    from: number,
    to: number,
    depth: number,
  ): Open {
    let gradient = 0;
    let hessian = 0;
    for (let i = from; i < to; i++) {
      gradient += gradients[rows[i]];
      hessian += hessians[rows[i]];
    }
    const node = builder.leaf(-gradient / (hessian + this.#options.l2), hessian);
    return { node, from, to, depth, gradient, hessian };
  }

  #bestSplit(
    open: Open,
    rows: Int32Array,
    gradients: Float64Array,
    hessians: Float64Array,
  ): Split | undefined {
    const { l2, minLeafWeight, leastGain } = this.#options;
    const best: Split = {
      gain: Math.max(leastGain, (1e-12 * (open.gradient * open.gradient)) / (open.hessian + l2)),
      feature: -1,
      bin: 0,
      missingLeft: false,
    };
    const large = open.to - open.from >= subtractFrom;
    if (large) open.histograms ??= this.#allHistograms(open, rows, gradients, hessians);
    else this.#gather(open, rows, gradients, hessians);
    for (let k = 0; k < this.#options.featuresPerSplit; k++) {
      const feature = this.#draw(k);
      if (this.#columns[feature].bins < 1) continue;
      if (open.histograms) {
        const at = feature * width;
        const length = this.#usedOf(open.histograms, at, this.#columns[feature].bins);
        scan(open.histograms, at, this.#used, length, open, feature, l2, minLeafWeight, best);
      } else {
        const length = this.#fill(this.#columns[feature].codes, open, rows);
        scan(this.#histogram, 0, this.#used, length, open, feature, l2, minLeafWeight, best);
        for (let u = 0; u < length; u++) this.#clear(this.#used[u]);
        this.#clear(missing);
      }
    }
    return best.feature < 0 ? undefined : best;
  }

  /** The k-th feature of a sample without replacement; all of them, in order, where all are asked. */
  #draw(k: number): number {
    const features = this.#features;
    const random = this.#random;
    if (this.#options.featuresPerSplit === features.length) return k;
    const j = k + random.int(features.length - k);
    const feature = features[j];
    features[j] = features[k];
    features[k] = feature;
    return feature;
  }

  #gather({ from, to }: Open, rows: Int32Array, gradients: Float64Array, hessians: Float64Array): void {
    for (let i = from; i < to; i++) {
      this.#nodeG[i - from] = gradients[rows[i]];
      this.#nodeH[i - from] = hessians[rows[i]];
    }
  }

  /** One feature's histogram over a small node; returns how many codes occur, which are then in `used`, ascending. */
  #fill(codes: Uint8Array, { from, to }: Open, rows: Int32Array): number {
    const histogram = this.#histogram;
    const bits = this.#bits;
    const nodeG = this.#nodeG;
    const nodeH = this.#nodeH;
    const used = this.#used;
    for (let i = from; i < to; i++) {
      const code = codes[rows[i]];
      histogram[2 * code] += nodeG[i - from];
      histogram[2 * code + 1] += nodeH[i - from];
      bits[code >> 5] |= 1 << (code & 31);
    }
    let length = 0;
    for (let word = 0; word < 8; word++) {
      for (let rest = bits[word]; rest !== 0; rest &= rest - 1) {
        used[length++] = 32 * word + 31 - Math.clz32(rest & -rest);
      }
      bits[word] = 0;
    }
    return length > 0 && used[length - 1] === missing ? length - 1 : length;
  }

  #clear(code: number): void {
    this.#histogram[2 * code] = 0;
    this.#histogram[2 * code + 1] = 0;
  }

  #usedOf(histograms: Float64Array, at: number, bins: number): number {
    let length = 0;
    for (let b = 0; b < bins; b++) if (histograms[at + 2 * b + 1] > 0) this.#used[length++] = b;
    return length;
  }

  #allHistograms(
    open: Open,
    rows: Int32Array,
    gradients: Float64Array,
    hessians: Float64Array,
  ): Float64Array {
    const { from, to } = open;
    const nodeG = this.#nodeG;
    const nodeH = this.#nodeH;
    this.#gather(open, rows, gradients, hessians);
    const out = this.#freed.pop()?.fill(0) ?? new Float64Array(this.#columns.length * width);
    for (let f = 0; f < this.#columns.length; f++) {
      const { codes } = this.#columns[f];
      const histogram = out.subarray(f * width, (f + 1) * width);
      for (let i = from; i < to; i++) {
        const at = 2 * codes[rows[i]];
        histogram[at] += nodeG[i - from];
        histogram[at + 1] += nodeH[i - from];
      }
    }
    return out;
  }

  /** Hands a large node's histograms on: the larger child's are the parent's less the smaller child's. */
  #inherit(
    parent: Open,
    left: Open,
    right: Open,
    rows: Int32Array,
    gradients: Float64Array,
    hessians: Float64Array,
  ): void {
    if (!parent.histograms) return;
    const [small, large] = left.to - left.from <= right.to - right.from ? [left, right] : [right, left];
    const grows = large.depth < this.#options.maxDepth && large.to - large.from >= subtractFrom;
    if (grows) {
      const less = this.#allHistograms(small, rows, gradients, hessians);
      const own = parent.histograms;
      for (let k = 0; k < own.length; k++) own[k] -= less[k];
      large.histograms = own;
      parent.histograms = undefined;
      if (small.to - small.from >= subtractFrom) small.histograms = less;
      else this.#freed.push(less);
    }
    this.#release(parent);
  }

  #release(open: Open): void {
    if (open.histograms) this.#freed.push(open.histograms);
    open.histograms = undefined;
  }

  /** Puts the rows that go left before the others, each side in its order; returns where the others begin. */
  #partition(rows: Int32Array, from: number, to: number, codes: Uint8Array, split: Split): number {
    let left = from;
    let right = 0;
    for (let i = from; i < to; i++) {
      if (goesLeft(codes[rows[i]], split)) rows[left++] = rows[i];
      else this.#spare[right++] = rows[i];
    }
    rows.set(this.#spare.subarray(0, right), left);
    return left;
  }
}
