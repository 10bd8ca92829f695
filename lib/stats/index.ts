/**
 * Quantiles, bootstrap, significance tests, distances of distributions.
 * @module vitrine/stats
 * @example
 * ```ts
 * import { bootstrapInterval, quantile } from 'vitrine/stats';
 *
 * const values = [0.2, 0.4, 0.4, 0.7, 0.9];
 * console.log(quantile(values, 0.5)); // 0.4
 * console.log(bootstrapInterval(values)); // { mean: 0.52, low: …, high: … }
 * ```
 */

export { adjustPValues, type Correction } from './correction.js';
export { fisherExact } from './fisher-exact.js';
export { jensenShannon } from './jensen-shannon.js';
export { kolmogorovSmirnov } from './kolmogorov-smirnov.js';
export { type MannKendall, mannKendall } from './mann-kendall.js';
export { mean, variance } from './numbers.js';
export { categoriesTest, psiTest } from './psi-test.js';
export { median, quantile } from './quantile.js';
export {
  type BootstrapInterval,
  bootstrapInterval,
  type PairedDifference,
  pairedBootstrap,
  randomizationTest,
} from './resampling/index.js';
export { spearman } from './spearman.js';
export { normalTails } from './special.js';
export { type TwoProportionTest, twoProportionTest } from './two-proportion-test.js';
export { normalizedWasserstein } from './wasserstein.js';
export { type WilsonInterval, wilsonInterval } from './wilson-interval.js';
