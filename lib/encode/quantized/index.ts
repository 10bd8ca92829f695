export { type Quality, qualityOf } from './quality.js';
export {
  type Dtype,
  dtypes,
  minMeanCosine,
  type QuantizationReport,
  type QuantizedOptions,
  quantizedEncoder,
} from './quantized-encoder.js';
export {
  calibrationPhotos,
  type QuantizedFiles,
  quantizedFiles,
} from './quantized-files.js';
export { describeRankingChange, type RankingChange, rankingChange } from './ranking-change.js';
