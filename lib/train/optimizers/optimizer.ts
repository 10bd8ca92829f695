/** Numbers by the name of the weight that they belong to. */
export type NamedArrays = ReadonlyMap<string, Float32Array>;

/** What an optimiser remembers from step to step. */
export interface OptimizerState {
  /** Steps applied so far. */
  readonly steps: number;
  /** Moments and the like, by `<weight>/<slot>`: copies. */
  readonly slots: NamedArrays;
}

/** Changes weights by their gradients. */
export interface Optimizer {
  readonly name: 'sgd' | 'adam' | 'adamw';
  /** May be changed between steps: schedules and plateaus do. */
  learningRate: number;
  /** Changes `parameters` in place. A weight without a gradient stays as it is. */
  apply(parameters: NamedArrays, gradients: NamedArrays): void;
  state(): OptimizerState;
  /** Goes on from a saved state, as if the steps had been made here. */
  restore(state: OptimizerState): void;
}

/** Slots of an optimiser, zero at first. */
export class Slots {
  readonly #arrays = new Map<string, Float32Array>();

  /** The slot of a weight, made with the weight's length when it is asked for first. */
  of(weight: string, slot: string, length: number): Float32Array {
    const key = `${weight}/${slot}`;
    const known = this.#arrays.get(key);
    if (known) return known;
    const made = new Float32Array(length);
    this.#arrays.set(key, made);
    return made;
  }

  copy(): Map<string, Float32Array> {
    return new Map(Array.from(this.#arrays, ([key, values]) => [key, values.slice()]));
  }

  replace(arrays: NamedArrays): void {
    this.#arrays.clear();
    for (const [key, values] of arrays) this.#arrays.set(key, values.slice());
  }
}
