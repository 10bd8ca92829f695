import type { Tensor, TensorData, TensorType } from '../tensor.js';

interface Packed {
  readonly type: TensorType;
  readonly dims: readonly number[];
  /** Bytes into the memory. */
  readonly start: number;
  readonly length: number;
}

/**
 * Tensors on their way to another thread: copied into memory that both see, and that is used again for the next.
 * Arrays that are posted, copied or handed over, were measured to pile up: V8 puts them where only a full collection
 * frees them, and a thread that computes little else has none for a long time (200 MB more for 12,000 texts).
 */
export interface Parcel {
  readonly memory: SharedArrayBuffer;
  readonly tensors: Record<string, Packed>;
}

const alignment = 8;
const arrays: Record<
  TensorType,
  new (
    memory: SharedArrayBuffer,
    start: number,
    length: number,
  ) => TensorData
> = {
  float32: Float32Array,
  uint8: Uint8Array,
  int8: Int8Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
};

/** Copies tensors into `memory`, or into new memory where they do not fit. */
export function pack(tensors: Record<string, Tensor>, memory?: SharedArrayBuffer): Parcel {
  let end = 0;
  const packed: Record<string, Packed> = {};
  for (const [name, { type, dims, data }] of Object.entries(tensors)) {
    packed[name] = { type, dims: [...dims], start: end, length: data.length };
    end += Math.ceil(data.byteLength / alignment) * alignment;
  }
  const into = memory && memory.byteLength >= end ? memory : new SharedArrayBuffer(end);
  const bytes = new Uint8Array(into);
  for (const [name, { data }] of Object.entries(tensors)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), packed[name].start);
  }
  return { memory: into, tensors: packed };
}

/** Copies the tensors out again. */
export function unpack({ memory, tensors }: Parcel): Record<string, Tensor> {
  const entries = Object.entries(tensors).map(([name, { type, dims, start, length }]): [string, Tensor] => {
    return [name, { type, dims, data: new arrays[type](memory, start, length).slice() }];
  });
  return Object.fromEntries(entries);
}
