/** Any typed array of this library; each may be handed to another thread without a copy. */
export type Numbers = Float32Array | Uint8Array | Int8Array | Int32Array | BigInt64Array;

/** The same numbers in an array that spans its whole buffer: itself where it does, else a copy, so that a view of a large buffer does not take the rest along. */
export function ownBuffer<T extends Numbers>(numbers: T): T {
  if (numbers.byteLength === numbers.buffer.byteLength) return numbers;
  // Buffer has a slice of its own, which is a view.
  return Uint8Array.prototype.slice.call(numbers) as T;
}

/** What `postMessage` takes to hand over arrays that `ownBuffer` gave; they are empty afterwards. */
export function handedOver(arrays: readonly Numbers[]): ArrayBuffer[] {
  return [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))];
}
