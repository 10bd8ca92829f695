import { createRandom } from '../vectors/index.js';
import { chiSquared, chiSquaredStatistic } from './chi-squared.js';
import { splitSamples } from './ordered-sample.js';
import {
  binEnds,
  countInBins,
  countOrdered,
  populationStabilityIndex,
  psiByChance,
  quantileBins,
} from './population-stability-index.js';
import { drawToFront, monteCarloPValue } from './resampling/monte-carlo.js';

/** Where fewer rows than this are expected in a bin of either sample, chi-squared's tail is not trusted. */
const leastExpected = 20;
/** Rows drawn for one test: 10,000 splits of up to 1,000 rows, fewer of more. */
const rowsDrawn = 10_000_000;

export interface PsiTest {
  readonly psi: number;
  /** The chance of an index this large where nothing has changed. */
  readonly pValue: number;
}

export interface CategoriesTest extends PsiTest {
  /** Pearson's chi-squared statistic of the same counts. */
  readonly chiSquared: number;
  readonly chiSquaredPValue: number;
}

/**
 * The population stability index of numbers in ten bins of equal shares of the reference, and its p-value: from the
 * chi-squared tail where each sample has at least 20 rows in a bin, on average of both, else from random splits of all
 * values, each with bins of its own. A drawn p-value is at least 1 / 10,001 up to 1,000 rows on the smaller side.
 * @param seed draws the splits
 * @throws {ArgumentError} for a sample of nothing, or a value that is not finite
 */
export function psiTest(reference: ArrayLike<number>, current: ArrayLike<number>, seed: number): PsiTest {
  const ends = quantileBins(reference);
  const [a, b] = [countInBins(reference, ends), countInBins(current, ends)];
  const [n, m] = [reference.length, current.length];
  const psi = populationStabilityIndex(a, b);
  if (!isSparse(a, b, n, m)) return { psi, pValue: psiByChance(psi, ends.length, n, m) };
  const pool = new Float64Array(n + m);
  pool.set(reference);
  pool.set(current, n);
  pool.sort();
  const places = Int32Array.from(pool, (_, i) => i);
  const drawn = new Int32Array(Math.min(n, m));
  const [small, large] = splitSamples(pool, drawn);
  const [first, second] = n < m ? [small, large] : [large, small];
  const random = createRandom(seed);
  const draw = () => {
    drawToFront(places, drawn.length, random);
    drawn.set(places.subarray(0, drawn.length));
    drawn.sort();
    const ends = binEnds(first, 10);
    return populationStabilityIndex(countOrdered(first, ends), countOrdered(second, ends));
  };
  return { psi, pValue: monteCarloPValue(psi, draw, mostDraws(drawn.length)) };
}

/**
 * The population stability index and Pearson's chi-squared of counts by category, with their p-values: from the
 * chi-squared tail where at least 20 rows are expected of every category in each sample, else from random splits of all
 * rows, as `psiTest`.
 * @param a counts of the reference by category; @param b of the current sample, in the same order
 * @throws {ArgumentError} for unlike lengths, negative counts, or a sample of nothing
 */
export function categoriesTest(a: readonly number[], b: readonly number[], seed: number): CategoriesTest {
  const chi = chiSquared(a, b);
  const psi = populationStabilityIndex(a, b);
  const [n, m] = [a, b].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  if (!isSparse(a, b, n, m)) {
    const pValue = psiByChance(psi, chi.degreesOfFreedom + 1, n, m);
    return { psi, pValue, chiSquared: chi.statistic, chiSquaredPValue: chi.pValue };
  }
  const all = a.map((count, i) => count + b[i]);
  const rows = Int32Array.from(all.flatMap((count, category) => new Array<number>(count).fill(category)));
  const size = Math.min(n, m);
  const pValue = (observed: number, statistic: (a: number[], b: number[]) => number) => {
    const random = createRandom(seed);
    const draw = () => {
      drawToFront(rows, size, random);
      const small = new Array<number>(all.length).fill(0);
      for (let i = 0; i < size; i++) small[rows[i]]++;
      const large = all.map((count, i) => count - small[i]);
      return n < m ? statistic(small, large) : statistic(large, small);
    };
    return monteCarloPValue(observed, draw, mostDraws(size));
  };
  return {
    psi,
    pValue: pValue(psi, populationStabilityIndex),
    chiSquared: chi.statistic,
    chiSquaredPValue: pValue(chi.statistic, (a, b) => chiSquaredStatistic(a, b, n, m).statistic),
  };
}

function isSparse(a: readonly number[], b: readonly number[], n: number, m: number): boolean {
  const share = Math.min(n, m) / (n + m);
  return a.some((count, i) => count + b[i] > 0 && (count + b[i]) * share < leastExpected);
}

function mostDraws(rows: number): number {
  return Math.max(999, Math.min(10_000, Math.floor(rowsDrawn / rows)));
}
