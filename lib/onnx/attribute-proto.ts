import type { onnx as messages } from 'onnx-proto';
import { ArgumentError } from '../errors/index.js';
import type { Attribute } from './graph-builder.js';
import { onnx } from './proto.js';
import { tensorProto } from './tensor-proto.js';

/** An attribute as the protobuf message of a node has it. */
export function attributeProto(name: string, value: Attribute): messages.AttributeProto {
  const { AttributeType } = onnx.AttributeProto;
  const create = onnx.AttributeProto.create;
  if (typeof value === 'string') {
    return create({ name, type: AttributeType.STRING, s: new TextEncoder().encode(value) });
  }
  if (typeof value === 'number') {
    if (!Number.isInteger(value)) {
      throw new ArgumentError(
        `attribute ${name} = ${value} is no whole number; mark floats: { float: ${value} }`,
      );
    }
    return create({ name, type: AttributeType.INT, i: value });
  }
  if ('float' in value) return create({ name, type: AttributeType.FLOAT, f: value.float });
  if ('floats' in value) return create({ name, type: AttributeType.FLOATS, floats: [...value.floats] });
  if ('dims' in value) return create({ name, type: AttributeType.TENSOR, t: tensorProto('', value) });
  return create({ name, type: AttributeType.INTS, ints: [...value] });
}
