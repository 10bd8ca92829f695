import type { onnx as messages } from 'onnx-proto';
import { ArgumentError } from '../errors/index.js';
import { onnx } from './proto.js';
import { elementCount, elementTypes, type Tensor } from './tensor.js';

/** A tensor as the file format has it. */
export function tensorProto(name: string, { type, dims, data }: Tensor): messages.TensorProto {
  if (elementCount(dims) !== data.length) {
    throw new ArgumentError(
      `a tensor of shape [${dims}] needs ${elementCount(dims)} numbers, got ${data.length}`,
    );
  }
  const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return onnx.TensorProto.create({ name, dims: [...dims], dataType: elementTypes[type], rawData });
}
