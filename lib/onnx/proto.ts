import proto, { type onnx as messages } from 'onnx-proto';
import type { Graph } from './graph.js';

/** The ONNX protobuf messages (ModelProto, GraphProto, NodeProto …). */
export const onnx = proto.onnx;

/** The message inside a graph. Public types do not name it: its declarations need more than a notebook's compiler loads. */
export function modelProto(graph: Graph): messages.ModelProto {
  return graph.model as messages.ModelProto;
}
