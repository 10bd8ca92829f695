/**
 * Vectors scaled, weighed and joined; weights tuned; PCA.
 * @module vitrine/hybrid
 * @example
 * ```ts
 * import { combine, fitPca } from 'vitrine/hybrid';
 * import { fromRows } from 'vitrine/vectors';
 *
 * const texts = fromRows([[1, 0], [0, 1]]);
 * const photos = fromRows([[1, 0, 0], [1, 0, 0]]);
 * const { vectors } = combine([
 *   { name: 'text', vectors: texts, weight: 0.7 },
 *   { name: 'image', vectors: photos, weight: 0.3 },
 * ]);
 * console.log(vectors.cols, fitPca(vectors, 1).transform(vectors).cols); // 5 1
 * ```
 */

export { type CombinedPart, combine, type Part } from './combine.js';
export { fitPca } from './pca.js';
export { type Present, type Scaler, scalerFromJson, standardScaler } from './scaler.js';
export { type TunedWeights, tuneWeights } from './tune-weights.js';
