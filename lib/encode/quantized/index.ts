export { type Quality, qualityOf } from './quality.js';
export {
  DTYPES,
  type Dtype,
  MIN_MEAN_COSINE,
  type QuantizationReport,
  type QuantizedOptions,
  quantizedEncoder,
} from './quantized-encoder.js';
export { CALIBRATION_PHOTOS, type QuantizedFiles, quantizedFiles } from './quantized-files.js';
export { describeRankingChange, type RankingChange, rankingChange } from './ranking-change.js';
