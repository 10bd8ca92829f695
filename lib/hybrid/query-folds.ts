import { rowsByGroup } from '../stats/resampling/index.js';
import { createRandom } from '../vectors/index.js';

/**
 * Deals numbers 0 … groups.length − 1 into folds at random, all of a group into one fold, each group into the fold that
 * has fewest so far.
 */
export function dealFolds(groups: readonly string[], folds: number, seed: number): number[][] {
  const dealt: number[][] = Array.from({ length: folds }, () => []);
  for (const group of createRandom(seed).shuffle([...rowsByGroup(groups).values()])) {
    dealt.reduce((least, fold) => (fold.length < least.length ? fold : least)).push(...group);
  }
  return dealt.map((fold) => fold.sort((a, b) => a - b));
}
