import {
  categoriesTest,
  fisherExact,
  jensenShannon,
  kolmogorovSmirnov,
  normalizedWasserstein,
  psiTest,
} from '../../stats/index.js';
import { categoricalDistribution, type Distribution, numericDistribution } from './distribution.js';
import { type ColumnKind, categoriesOf, isMissing, numbersOf } from './table.js';

/** Up to this many values on the smaller side a test decides; beyond, where any trifle is significant, a distance must be large too. */
export const testUpTo = 1000;

export type DriftTest = 'kolmogorov-smirnov' | 'chi-squared' | 'wasserstein' | 'jensen-shannon';

/** What is measured of a column, before the p-values of all columns are corrected together. */
export interface ColumnMeasures {
  readonly test: DriftTest;
  readonly statistic: number;
  /** p-value of the Kolmogorov–Smirnov or chi-squared test, whichever way the column is decided. */
  readonly pValue: number;
  readonly psi: number;
  readonly psiPValue: number;
  readonly newCategories: readonly { readonly category: string; readonly share: number }[];
  /** The chance of a new category as frequent as these; null for numbers. */
  readonly newPValue: number | null;
  readonly distribution: Distribution;
}

export interface MissingShares {
  readonly reference: number;
  readonly current: number;
  /** Fisher's exact test; null where nothing is missing in either. */
  readonly pValue: number | null;
}

export function missingShares(reference: ArrayLike<unknown>, current: ArrayLike<unknown>): MissingShares {
  const count = (values: ArrayLike<unknown>) => Array.from(values).filter(isMissing).length;
  const [a, b] = [count(reference), count(current)];
  const [n, m] = [reference.length, current.length];
  return { reference: a / n, current: b / m, pValue: a + b > 0 ? fisherExact(a, n - a, b, m - b) : null };
}

/** Why a column cannot be tested, or what is measured of it. */
export function measureColumn(
  column: string,
  kind: ColumnKind,
  reference: ArrayLike<unknown>,
  current: ArrayLike<unknown>,
  minimumRows: number,
  seed: number,
): ColumnMeasures | string {
  if (kind === 'numeric') {
    const [a, b] = [numbersOf(reference, column), numbersOf(current, column)];
    return tooFew(a.length, b.length, minimumRows) ?? measureNumeric(a, b, seed);
  }
  const [a, b] = [categoriesOf(reference), categoriesOf(current)];
  const total = (counts: Map<string, number>) => [...counts.values()].reduce((sum, count) => sum + count, 0);
  const few = tooFew(total(a), total(b), minimumRows);
  if (few) return few;
  if (a.size > 20 && a.size > total(a) / 2) {
    return `${a.size} different values in ${total(a)} rows: names or ids, not categories`;
  }
  return measureCategorical(a, b, total(a), total(b), seed);
}

function tooFew(n: number, m: number, least: number): string | undefined {
  return Math.min(n, m) < least
    ? `${n} values against ${m}; at least ${least} on each side are needed`
    : undefined;
}

function measureNumeric(a: Float64Array, b: Float64Array, seed: number): ColumnMeasures {
  const { statistic, pValue } = kolmogorovSmirnov(a, b);
  const { psi, pValue: psiPValue } = psiTest(a, b, seed);
  const tested = Math.min(a.length, b.length) <= testUpTo;
  return {
    test: tested ? 'kolmogorov-smirnov' : 'wasserstein',
    statistic: tested ? statistic : normalizedWasserstein(a, b),
    pValue,
    psi,
    psiPValue,
    newCategories: [],
    newPValue: null,
    distribution: numericDistribution(a, b),
  };
}

function measureCategorical(
  a: Map<string, number>,
  b: Map<string, number>,
  n: number,
  m: number,
  seed: number,
): ColumnMeasures {
  const names = [...new Set([...a.keys(), ...b.keys()])].sort();
  const counts = [a, b].map((seen) => names.map((name) => seen.get(name) ?? 0));
  const tests = categoriesTest(...pooled(counts[0], counts[1], n, m), seed);
  const tested = Math.min(n, m) <= testUpTo;
  return {
    test: tested ? 'chi-squared' : 'jensen-shannon',
    statistic: tested ? tests.chiSquared : jensenShannon(counts[0], counts[1]),
    pValue: tests.chiSquaredPValue,
    psi: tests.psi,
    psiPValue: tests.pValue,
    newCategories: names
      .filter((name) => !a.has(name))
      .map((category) => ({ category, share: (b.get(category) ?? 0) / m }))
      .sort((p, q) => q.share - p.share),
    newPValue: newByChance(counts[0], counts[1], n, m),
    distribution: categoricalDistribution(names, counts[0], counts[1]),
  };
}

/**
 * The chance that, were all rows dealt at random, any category as frequent as the most frequent new one fell into the
 * current table alone: at most the sum of the chances of each. In a long tail of rare categories some always do.
 */
function newByChance(a: readonly number[], b: readonly number[], n: number, m: number): number {
  const most = b.reduce((most, count, i) => (a[i] === 0 ? Math.max(most, count) : most), 0);
  if (most === 0) return 1;
  let sum = 0;
  for (let i = 0; i < a.length && sum < 1; i++) {
    const count = a[i] + b[i];
    if (count < most || count > m) continue;
    let chance = 1;
    for (let k = 0; k < count && chance > 0; k++) chance *= (m - k) / (n + m - k);
    sum += chance;
  }
  return Math.min(1, sum);
}

/** Categories of which fewer than 5 are expected on either side are counted together: the approximation needs them. */
function pooled(a: readonly number[], b: readonly number[], n: number, m: number): [number[], number[]] {
  const rare = a.map((count, i) => ((count + b[i]) * Math.min(n, m)) / (n + m) < 5);
  const together = (counts: readonly number[]) => {
    const rest = counts.reduce((sum, count, i) => (rare[i] ? sum + count : sum), 0);
    return [...counts.filter((_, i) => !rare[i]), ...(rare.includes(true) ? [rest] : [])];
  };
  return [together(a), together(b)];
}
