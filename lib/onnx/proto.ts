import proto from 'onnx-proto';

/** The ONNX protobuf messages (ModelProto, GraphProto, NodeProto …). */
export const onnx = proto.onnx;
