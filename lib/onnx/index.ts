export { cutAtFeatures } from './cut/index.js';
export { ModelError } from './errors.js';
export { gradient } from './gradient/index.js';
export {
  decodeGraph,
  encodeGraph,
  type Graph,
  type GraphInput,
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
