export { type Combined, type CombinedPart, combine, type Part } from './combine.js';
export { fitPca, type Pca, type PcaJson, pcaFromJson } from './pca.js';
export {
  type Present,
  type Scaler,
  type ScalerJson,
  type ScalerKind,
  scalerFromJson,
  standardScaler,
} from './scaler.js';
export {
  type TunedWeights,
  type TuningCurve,
  type TuningFold,
  tuneWeights,
  type Weights,
} from './tune-weights.js';
export type { TuneOptions } from './tuning-input.js';
