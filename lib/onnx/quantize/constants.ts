import type { onnx as messages } from 'onnx-proto';
import type { Graph } from '../graph.js';
import { modelProto } from '../proto.js';
import { elementCount, elementTypes } from '../tensor.js';

/** A float32 tensor that is part of the model. */
export interface FloatConstant {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/**
 * Looks tensors up by name: their numbers where they are float32 and part of the model (an initializer, a Constant,
 * or either of them behind Identity or Transpose), else undefined.
 */
export function floatConstants(graph: Graph): (name: string | undefined) => FloatConstant | undefined {
  const source = modelProto(graph).graph;
  const initializers = new Map((source?.initializer ?? []).map((tensor) => [tensor.name ?? '', tensor]));
  const makers = new Map<string, messages.INodeProto>();
  for (const node of source?.node ?? []) for (const name of node.output ?? []) makers.set(name, node);

  const lookUp = (name: string | undefined): FloatConstant | undefined => {
    if (!name) return undefined;
    const tensor = initializers.get(name);
    if (tensor) return floats(tensor);
    const maker = makers.get(name);
    if (maker?.domain) return undefined;
    if (maker?.opType === 'Constant') {
      const value = maker.attribute?.find((attribute) => attribute.name === 'value')?.t;
      return value ? floats(value) : undefined;
    }
    if (maker?.opType === 'Identity') return lookUp(maker.input?.[0]);
    if (maker?.opType === 'Transpose') {
      const perm = maker.attribute?.find((attribute) => attribute.name === 'perm')?.ints?.map(Number);
      const constant = lookUp(maker.input?.[0]);
      const isMatrix = constant?.dims.length === 2;
      if (!constant || !isMatrix) return undefined;
      return perm?.[0] === 0 ? constant : transposed(constant);
    }
    return undefined;
  };
  return lookUp;
}

/** Rows and columns of a matrix exchanged. */
export function transposed({ dims: [rows, cols], data }: FloatConstant): FloatConstant {
  const out = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) out[j * rows + i] = data[i * cols + j];
  return { dims: [cols, rows], data: out };
}

function floats(tensor: messages.ITensorProto): FloatConstant | undefined {
  if (tensor.dataType !== elementTypes.float32) return undefined;
  const dims = (tensor.dims ?? []).map(Number);
  // A copy, because the bytes inside a decoded file need not lie at a multiple of four.
  const data = tensor.rawData?.length
    ? new Float32Array(Uint8Array.from(tensor.rawData).buffer)
    : Float32Array.from(tensor.floatData ?? []);
  return data.length === elementCount(dims) ? { dims, data } : undefined;
}
