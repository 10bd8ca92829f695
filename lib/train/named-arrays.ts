import type { NamedArrays } from './optimizers/index.js';

/** Copies of all arrays. */
export function copyArrays(arrays: NamedArrays): Map<string, Float32Array> {
  return new Map(Array.from(arrays, ([name, values]) => [name, values.slice()]));
}

/** Puts the numbers of `from` into the arrays of `into`, which keep their identity. */
export function assignArrays(into: NamedArrays, from: NamedArrays): void {
  for (const [name, values] of into) {
    const given = from.get(name);
    if (given?.length !== values.length) {
      throw new Error(`${name}: ${values.length} numbers are wanted, ${given?.length ?? 'none'} given`);
    }
    values.set(given);
  }
}
