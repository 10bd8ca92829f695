export { type CombinedPart, combine, type Part } from './combine.js';
export { fitPca } from './pca.js';
export { type Present, type Scaler, scalerFromJson, standardScaler } from './scaler.js';
export { type TunedWeights, tuneWeights } from './tune-weights.js';
