export { quantizeDynamic } from './dynamic.js';
export { activationRanges, type Batches, type RangeOptions } from './ranges.js';
export { firstOutputs, outputCosine, sensitiveActivations } from './sensitivity.js';
export { simplifyGraph } from './simplify.js';
export { type ActivationRange, quantizableActivations, quantizeStatic } from './static.js';
