import proto, { type onnx as messages } from 'onnx-proto';

/** The ONNX protobuf messages (ModelProto, GraphProto, NodeProto …). */
export const onnx = proto.onnx;

/** The message inside a graph. Public types do not name it: its declarations need more than a notebook's compiler loads. */
export function modelProto({ model }: { readonly model: object }): messages.ModelProto {
  return model as messages.ModelProto;
}
