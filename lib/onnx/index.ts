/**
 * ONNX sessions and graphs: built, run, cut, quantised, differentiated.
 * @module vitrine/onnx
 * @example
 * ```ts
 * import { createSession, floatTensor, GraphBuilder } from 'vitrine/onnx';
 *
 * const graph = new GraphBuilder();
 * const x = graph.input('x', ['n', 2]);
 * graph.output(graph.op('Relu', [x]), 'y');
 * const session = await createSession(graph.build());
 * const { y } = await session.run({ x: floatTensor(Float32Array.of(-1, 2), [1, 2]) });
 * console.log(y.data); // 0, 2
 * await session.close();
 * ```
 */

export { cutAtFeatures } from './cut/index.js';
export { ModelError } from './errors.js';
export { gradient } from './gradient/index.js';
export {
  decodeGraph,
  encodeGraph,
  type Graph,
  graphInputs,
  loadGraph,
  operatorCounts,
  saveGraph,
} from './graph.js';
export { type Attribute, GraphBuilder } from './graph-builder.js';
export {
  activationRanges,
  quantizeDynamic,
  quantizeStatic,
} from './quantize/index.js';
export { createSession, type Device, type Session } from './session.js';
export { elementCount, floatTensor, int64Tensor, type Tensor } from './tensor.js';
export { workerSession } from './worker/worker-session.js';
