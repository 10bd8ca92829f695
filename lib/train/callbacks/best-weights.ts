import type { CallbackState, FitContext } from '../fit/callback.js';
import { assignArrays, byPlace, copyArrays } from '../named-arrays.js';
import type { NamedArrays } from '../optimizers/index.js';

/** A copy of a trainer's weights and batch-norm statistics. */
export class BestWeights {
  #parameters: NamedArrays | null = null;
  #state: NamedArrays | null = null;

  get isTaken(): boolean {
    return this.#parameters !== null;
  }

  take({ trainer }: FitContext): void {
    this.#parameters = copyArrays(trainer.parameters);
    this.#state = copyArrays(trainer.state);
  }

  putInto({ trainer }: FitContext): void {
    if (!this.#parameters || !this.#state) return;
    assignArrays(trainer.parameters, byPlace(trainer.parameters, this.#parameters));
    assignArrays(trainer.state, byPlace(trainer.state, this.#state));
  }

  toArrays(): CallbackState['arrays'] {
    const named = (kind: string, arrays: NamedArrays | null) =>
      Array.from(arrays ?? [], ([name, values]) => [`${kind}:${name}`, values] as const);
    return new Map([...named('parameter', this.#parameters), ...named('state', this.#state)]);
  }

  fromArrays(arrays: CallbackState['arrays']): void {
    const of = (kind: string) =>
      new Map(
        Array.from(arrays ?? [])
          .filter(([name]) => name.startsWith(`${kind}:`))
          .map(([name, values]) => [name.slice(kind.length + 1), values]),
      );
    if (!arrays?.size) return;
    this.#parameters = of('parameter');
    this.#state = of('state');
  }
}
