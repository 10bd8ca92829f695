import type { TreeEnsemble } from './ensemble.js';

/** Collects nodes while trees grow. */
export class TreeBuilder {
  readonly #starts: number[] = [];
  readonly feature: number[] = [];
  readonly threshold: number[] = [];
  readonly left: number[] = [];
  readonly right: number[] = [];
  readonly missingLeft: number[] = [];
  readonly value: number[] = [];
  readonly #cover: number[] = [];

  /** Begins a tree; returns where its root will be. */
  begin(): number {
    this.#starts.push(this.feature.length);
    return this.feature.length;
  }

  /** Adds a leaf and returns its index. */
  leaf(value: number, cover: number): number {
    this.left.push(0);
    this.right.push(0);
    this.missingLeft.push(0);
    this.threshold.push(0);
    this.value.push(value);
    this.#cover.push(cover);
    return this.feature.push(-1) - 1;
  }

  /** Turns a leaf into a question; its children are set by whoever adds them. */
  split(node: number, feature: number, threshold: number, missingLeft: boolean): void {
    this.feature[node] = feature;
    this.threshold[node] = threshold;
    this.missingLeft[node] = missingLeft ? 1 : 0;
    this.value[node] = 0;
  }

  get nodes(): number {
    return this.feature.length;
  }

  /** The first `trees` of them, each leaf multiplied by `scale`. */
  build({ base = 0, scale = 1, trees = this.#starts.length } = {}): TreeEnsemble {
    const end = trees < this.#starts.length ? this.#starts[trees] : this.nodes;
    return {
      base,
      starts: Int32Array.from([...this.#starts.slice(0, trees), end]),
      feature: Int32Array.from(this.feature.slice(0, end)),
      threshold: Float64Array.from(this.threshold.slice(0, end)),
      left: Int32Array.from(this.left.slice(0, end)),
      right: Int32Array.from(this.right.slice(0, end)),
      missingLeft: Uint8Array.from(this.missingLeft.slice(0, end)),
      value: Float64Array.from(this.value.slice(0, end), (value) => value * scale),
      cover: Float64Array.from(this.#cover.slice(0, end)),
    };
  }
}
