export {
  assertFinite,
  dot,
  fromRows,
  type Matrix,
  matrix,
  normalize,
  normalizeRows,
  row,
  selectRows,
} from './matrix.js';

export { createRandom, type Random, randomStream } from './random.js';
export { truncatedSvd } from './svd.js';
