import { ArgumentError, shown } from '../../errors/index.js';
import { createRandom } from '../../vectors/index.js';
import { groupSums } from './groups.js';

/** Up to this many pairs that differ, all 2^n ways to swap them are counted; beyond, a sample of them. */
const exactUpTo = 32;

export interface RandomizationOptions {
  /** Random assignments where counting all would take too long. Default 100,000. */
  readonly permutations?: number;
  /** Decides the random assignments. Default 42. */
  readonly seed?: number;
  /** One a difference: those of a group, which are no independent evidence, are swapped together. Default each alone. */
  readonly groups?: ArrayLike<string>;
}

export interface RandomizationTest {
  /** Two-sided, in (0, 1]. */
  readonly pValue: number;
  /** Whether every assignment was counted. */
  readonly exact: boolean;
}

/**
 * Fisher's paired randomisation test: were both systems the same, each query's two values could as well stand under
 * each other's name. The p-value is the share of all such swaps that give a mean difference at least as far from 0 as
 * the one observed. It assumes no distribution of the values. Queries of one group are swapped together, so that a test
 * of few groups has few outcomes: five cannot give less than 0.0625.
 *
 * Exact where at most 32 queries (or groups) differ: the sums of all 2^n swaps are counted by pairing those of both halves.
 * Beyond, `permutations` random swaps by seed, and p = (as far + 1) / (permutations + 1).
 *
 * Smucker, Allan and Carterette, "A comparison of statistical significance tests for information retrieval
 * evaluation", CIKM 2007; Phipson and Smyth, "Permutation p-values should never be zero", 2010.
 * @param differences one value a query: system a − system b
 * @throws {ArgumentError} without values, on a value that is not finite, or an option out of range
 * @example randomizationTest([0.1, 0.3, 0.2]).pValue // 0.25: of 8 swaps only +++ and −−− are as far from 0
 */
export function randomizationTest(
  differences: ArrayLike<number>,
  options: RandomizationOptions = {},
): RandomizationTest {
  const { permutations = 100_000, seed = 42, groups } = options;
  if (!Number.isInteger(permutations) || permutations < 1) {
    throw new ArgumentError(
      `permutations is ${shown(permutations)}; give a whole number from 1 up, as in 100000`,
    );
  }
  const values = Float64Array.from(differences);
  if (values.length === 0)
    throw new ArgumentError('the randomisation test needs at least one query, got none');
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new ArgumentError(
      `the randomisation test needs finite differences; number ${bad} is ${values[bad]}`,
    );
  }
  // A query without a difference is the same either way round.
  const changed = groupSums(values, groups).sums.filter((value) => value !== 0);
  const total = changed.reduce((sum, value) => sum + Math.abs(value), 0);
  // Sums of the same numbers in another order may differ in their last bits.
  const far = Math.abs(changed.reduce((sum, value) => sum + value, 0)) - total * 1e-12;
  const exact = changed.length <= exactUpTo;
  if (far <= 0) return { pValue: 1, exact };
  if (exact) return { pValue: (2 * countAbove(changed, far)) / 2 ** changed.length, exact };
  return { pValue: (countSampled(changed, far, permutations, seed) + 1) / (permutations + 1), exact };
}

/** How many of the 2^n signed sums reach `far`. */
function countAbove(values: Float64Array, far: number): number {
  const middle = values.length >> 1;
  const left = signedSums(values.subarray(0, middle)).sort();
  const right = signedSums(values.subarray(middle)).sort();
  let count = 0;
  let from = right.length;
  for (const sum of left) {
    while (from > 0 && sum + right[from - 1] >= far) from--;
    count += right.length - from;
  }
  return count;
}

/** Σ ± value for every choice of signs: bit i of the position is the sign of value i. */
function signedSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(2 ** values.length);
  sums[0] = -values.reduce((sum, value) => sum + value, 0);
  for (let i = 0, size = 1; i < values.length; i++, size *= 2) {
    for (let j = 0; j < size; j++) sums[size + j] = sums[j] + 2 * values[i];
  }
  return sums;
}

/** How many of `permutations` random signed sums are at least `far` from 0. Eight signs cost one look-up. */
function countSampled(values: Float64Array, far: number, permutations: number, seed: number): number {
  const tables: Float64Array[] = [];
  for (let i = 0; i < values.length; i += 8) {
    const group = new Float64Array(8);
    group.set(values.subarray(i, i + 8));
    tables.push(signedSums(group));
  }
  const random = createRandom(seed);
  let count = 0;
  for (let p = 0; p < permutations; p++) {
    let sum = 0;
    for (let t = 0; t < tables.length; t += 4) {
      const signs = random.int(2 ** 32);
      const end = Math.min(4, tables.length - t);
      for (let i = 0; i < end; i++) sum += tables[t + i][(signs >>> (8 * i)) & 255];
    }
    if (Math.abs(sum) >= far) count++;
  }
  return count;
}
