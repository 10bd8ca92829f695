export { cutAtFeatures, FEATURES } from './cut.js';
export { differentiableOperators, gradient, gradientName, tensorShapes } from './gradient/index.js';
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
export { type Attribute, GraphBuilder, type OpOptions } from './graph-builder.js';
export { ModelError } from './model-error.js';
export {
  type ActivationRange,
  activationRanges,
  type Batches,
  firstOutputs,
  outputCosine,
  quantizableActivations,
  quantizeDynamic,
  quantizeStatic,
  type RangeOptions,
  sensitiveActivations,
  simplifyGraph,
} from './quantize/index.js';
export { createSession, type Device, type Session, type SessionOptions } from './session.js';
export { frontier, type SubgraphInput, type SubgraphOptions, subgraph } from './subgraph.js';
export {
  elementCount,
  floatTensor,
  int64Tensor,
  type Tensor,
  type TensorData,
  type TensorType,
} from './tensor.js';
export { workerSession } from './worker/worker-session.js';
