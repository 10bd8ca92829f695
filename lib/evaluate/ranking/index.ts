export type { CompareOptions } from './compare-runs.js';
export { type JudgedRanking, judge } from './judge.js';
export { parseMetric } from './metric.js';
export { checkQrels } from './qrels.js';
