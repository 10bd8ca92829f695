import {
  chiSquared,
  countInBins,
  fisherExact,
  jensenShannon,
  kolmogorovSmirnov,
  normalizedWasserstein,
  populationStabilityIndex,
  psiByChance,
  quantileBins,
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
  /** Of the Kolmogorov–Smirnov or chi-squared test, whichever way is decided. */
  readonly pValue: number;
  readonly psi: number;
  readonly psiPValue: number;
  readonly newCategories: readonly { readonly category: string; readonly share: number }[];
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
): ColumnMeasures | string {
  if (kind === 'numeric') {
    const [a, b] = [numbersOf(reference, column), numbersOf(current, column)];
    return tooFew(a.length, b.length, minimumRows) ?? measureNumeric(a, b);
  }
  const [a, b] = [categoriesOf(reference), categoriesOf(current)];
  const total = (counts: Map<string, number>) => [...counts.values()].reduce((sum, count) => sum + count, 0);
  const few = tooFew(total(a), total(b), minimumRows);
  if (few) return few;
  if (a.size > 20 && a.size > total(a) / 2) {
    return `${a.size} different values in ${total(a)} rows: names or ids, not categories`;
  }
  return measureCategorical(a, b, total(a), total(b));
}

function tooFew(n: number, m: number, least: number): string | undefined {
  return Math.min(n, m) < least
    ? `${n} values against ${m}; at least ${least} on each side are needed`
    : undefined;
}

function measureNumeric(a: Float64Array, b: Float64Array): ColumnMeasures {
  const { statistic, pValue } = kolmogorovSmirnov(a, b);
  const ends = quantileBins(a);
  const psi = populationStabilityIndex(countInBins(a, ends), countInBins(b, ends));
  const tested = Math.min(a.length, b.length) <= testUpTo;
  return {
    test: tested ? 'kolmogorov-smirnov' : 'wasserstein',
    statistic: tested ? statistic : normalizedWasserstein(a, b),
    pValue,
    psi,
    psiPValue: psiByChance(psi, ends.length, a.length, b.length),
    newCategories: [],
    distribution: numericDistribution(a, b),
  };
}

function measureCategorical(
  a: Map<string, number>,
  b: Map<string, number>,
  n: number,
  m: number,
): ColumnMeasures {
  const names = [...new Set([...a.keys(), ...b.keys()])].sort();
  const counts = [a, b].map((seen) => names.map((name) => seen.get(name) ?? 0));
  const [x, y] = pooled(counts[0], counts[1], n, m);
  const chi = chiSquared(x, y);
  const tested = Math.min(n, m) <= testUpTo;
  const psi = populationStabilityIndex(x, y);
  return {
    test: tested ? 'chi-squared' : 'jensen-shannon',
    statistic: tested ? chi.statistic : jensenShannon(counts[0], counts[1]),
    pValue: chi.pValue,
    psi,
    psiPValue: psiByChance(psi, x.length, n, m),
    newCategories: names
      .filter((name) => !a.has(name))
      .map((category) => ({ category, share: (b.get(category) ?? 0) / m }))
      .sort((p, q) => q.share - p.share),
    distribution: categoricalDistribution(names, counts[0], counts[1]),
  };
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
