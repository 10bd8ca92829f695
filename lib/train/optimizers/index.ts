export { type AdamOptions, type AdamWOptions, adam, adamW } from './adam.js';
export { type ClipOptions, clipGradients, globalNorm } from './clip.js';
export type { NamedArrays, Optimizer, OptimizerState } from './optimizer.js';
export { type SgdOptions, sgd } from './sgd.js';
