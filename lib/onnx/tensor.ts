/** The element types that this library reads and writes, with their number in the ONNX file format. */
export const elementTypes = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
} as const;

export type TensorType = keyof typeof elementTypes;

export type TensorData = Float32Array | Uint8Array | Int8Array | Int32Array | BigInt64Array;

/** Numbers with a shape, row-major. float32: Float32Array, int64: BigInt64Array, bool and uint8: Uint8Array, and so on. */
export interface Tensor {
  readonly type: TensorType;
  /** [] is a scalar. */
  readonly dims: readonly number[];
  readonly data: TensorData;
}

/** A float32 tensor over `data`. */
export function floatTensor(data: Float32Array, dims: readonly number[] = [data.length]): Tensor {
  return { type: 'float32', dims, data };
}

/** An int64 tensor, one-dimensional unless `dims` says otherwise: shapes, axes, k. */
export function int64Tensor(
  values: readonly number[] | BigInt64Array,
  dims: readonly number[] = [values.length],
): Tensor {
  const data = values instanceof BigInt64Array ? values : BigInt64Array.from(values, BigInt);
  return { type: 'int64', dims, data };
}

/** The number of elements of a shape. */
export function elementCount(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}
