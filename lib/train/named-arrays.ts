import type { NamedArrays } from './optimizers/index.js';

/** Copies of all arrays. */
export function copyArrays(arrays: NamedArrays): Map<string, Float32Array> {
  return new Map(Array.from(arrays, ([name, values]) => [name, values.slice()]));
}

/**
 * Copies no numbers: the arrays of `from` under the names of `into`, by their place. A network made anew has its weights
 * in the same order, and other names where TensorFlow.js gave them.
 */
export function byPlace(into: NamedArrays, from: NamedArrays): Map<string, Float32Array> {
  const names = [...into.keys()];
  return new Map(Array.from(from.values(), (values, i) => [names[i] ?? `place ${i}`, values]));
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
