import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chiSquared } from '../../stats/chi-squared.js';
import { fisherExact } from '../../stats/fisher-exact.js';
import { jensenShannon } from '../../stats/jensen-shannon.js';
import { kolmogorovSmirnov, kolmogorovTail } from '../../stats/kolmogorov-smirnov.js';
import {
  countInBins,
  populationStabilityIndex,
  psiByChance,
  quantileBins,
} from '../../stats/population-stability-index.js';
import { chiSquaredTail, lnGamma, normalTails } from '../../stats/special.js';
import { normalizedWasserstein, wasserstein } from '../../stats/wasserstein.js';
import { createRandom } from '../../vectors/index.js';

// Reference values are of scipy 1.10.1; the call stands beside them.
const a = [
  0.61, 0.29, 0.06, 0.59, -1.73, -0.74, 0.51, -0.56, 0.39, 1.64, 0.05, -0.06, 0.64, -0.82, 0.37, 1.77, 1.09,
  -1.28, 2.36, 1.31, 1.05, -0.32, -0.4, 1.06, -2.47,
];
const b = [1.11, 0.79, 0.56, 1.09, -1.23, 1.24, 1.01, -0.06, 0.89, 2.14, 0.55, 0.44, 1.14, -0.32, 0.87];
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const sample = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 12 });
const counts = fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { minLength: 2, maxLength: 6 });

describe('kolmogorovSmirnov', () => {
  test('all of one sample below the other: 2 of the 70 splits are as far', () => {
    expect(kolmogorovSmirnov([1, 2, 3, 4], [5, 6, 7, 8])).toEqual({
      statistic: 1,
      pValue: expect.closeTo(2 / 70, 12),
      exact: true,
    });
  });
  test('scipy.stats.ks_2samp(range(100), range(60, 190), method="exact")', () => {
    // Values 60 to 99 are in both; without ties the same distance has the same p-value.
    const shifted = range(60, 190).map((x) => (x < 100 ? x - 0.5 : x));
    const { statistic, pValue } = kolmogorovSmirnov(range(0, 100), shifted);
    expect(statistic).toBeCloseTo(0.6923076923, 10);
    expect(pValue / 1.7559828414724886e-26).toBeCloseTo(1, 9);
  });
  test('with equal values: the share of all splits, counted one by one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }),
        (x, y) => {
          const pooled = [...x, ...y];
          const distance = (first: number[], second: number[]) =>
            Math.max(
              ...pooled.map((at) =>
                Math.abs(
                  first.filter((v) => v <= at).length / first.length -
                    second.filter((v) => v <= at).length / second.length,
                ),
              ),
            );
          const observed = distance(x, y);
          let [far, all] = [0, 0];
          for (let bits = 0; bits < 2 ** pooled.length; bits++) {
            const first = pooled.filter((_, i) => bits & (1 << i));
            if (first.length !== x.length) continue;
            all++;
            if (
              distance(
                first,
                pooled.filter((_, i) => !(bits & (1 << i))),
              ) >=
              observed - 1e-9
            )
              far++;
          }
          expect(kolmogorovSmirnov(x, y).pValue).toBeCloseTo(far / all, 10);
        },
      ),
      { numRuns: 60 },
    );
  });
  test('scipy.special.kolmogorov([0.3, 0.5, 1, 1.36, 2.5])', () => {
    const reference = [
      0.9999906941986655, 0.9639452436648751, 0.26999967167735456, 0.049485876755377876, 7.453306344157342e-6,
    ];
    [0.3, 0.5, 1, 1.36, 2.5].forEach((x, i) => {
      expect(kolmogorovTail(x)).toBeCloseTo(reference[i], 12);
    });
  });
  test('samples of ks_2samp(a, b): statistic 0.36, conservative p-value 0.1428 without regard to ties', () => {
    const { statistic, pValue } = kolmogorovSmirnov(a, b);
    expect(statistic).toBeCloseTo(0.36, 12);
    expect(pValue).toBeLessThan(0.1427591850860567);
    expect(pValue).toBeGreaterThan(0.1);
  });
  test('under one distribution p is below 0.05 at most that often, large samples included', () => {
    const random = createRandom(7);
    let [small, large] = [0, 0];
    for (let i = 0; i < 200; i++) {
      const draw = (n: number) => Float64Array.from({ length: n }, () => random.normal());
      if (kolmogorovSmirnov(draw(40), draw(60)).pValue < 0.05) small++;
      if (kolmogorovSmirnov(draw(2000), draw(1000)).pValue < 0.05) large++;
    }
    expect(small).toBeLessThanOrEqual(18);
    expect(large).toBeLessThanOrEqual(18);
    expect(large).toBeGreaterThan(1);
  });
});

test('scipy.stats.chi2_contingency([[30, 50, 20], [45, 35, 40]], correction=False)', () => {
  const result = chiSquared([30, 50, 20], [45, 35, 40]);
  expect(result.statistic).toBeCloseTo(10.583006535947717, 10);
  expect(result.degreesOfFreedom).toBe(2);
  expect(result.pValue).toBeCloseTo(0.0050341868368289425, 12);
  expect(chiSquared([30, 50, 0, 20], [45, 35, 0, 40])).toEqual(result);
  expect(chiSquared([7], [9]).pValue).toBe(1);
});

test('scipy.stats.chi2.sf, norm.sf, scipy.special.gammaln and fisher_exact', () => {
  expect(chiSquaredTail(0.5, 1)).toBeCloseTo(0.479500122, 9);
  expect(chiSquaredTail(3.84, 1)).toBeCloseTo(0.0500435212, 9);
  expect(chiSquaredTail(30, 4) / 4.89443713e-6).toBeCloseTo(1, 8);
  expect(chiSquaredTail(100, 50) / 3.45493138e-5).toBeCloseTo(1, 8);
  expect(normalTails(1.96)).toBeCloseTo(2 * 0.0249978951, 9);
  expect(normalTails(6) / (2 * 9.86587645e-10)).toBeCloseTo(1, 8);
  expect(lnGamma(0.5)).toBeCloseTo(0.572364943, 9);
  expect(lnGamma(1000.5)).toBeCloseTo(5908.67418, 5);
  expect(fisherExact(8, 2, 1, 5)).toBeCloseTo(0.034965034965, 10);
  expect(fisherExact(3, 97, 14, 86)).toBeCloseTo(0.0093294271889986, 10);
  expect(fisherExact(0, 50, 0, 60)).toBeCloseTo(1, 10);
});

describe('wasserstein', () => {
  test('scipy.stats.wasserstein_distance(a, b), and over numpy.std(a)', () => {
    expect(wasserstein(a, b)).toBeCloseTo(0.5396, 12);
    expect(normalizedWasserstein(a, b)).toBeCloseTo(0.5396 / 1.0890835780600128, 12);
  });
  test('a shift moves every grain by its length; symmetric; 0 with itself', () => {
    fc.assert(
      fc.property(sample, sample, fc.integer({ min: -9, max: 9 }), (x, y, shift) => {
        expect(
          wasserstein(
            x,
            x.map((v) => v + shift),
          ),
        ).toBeCloseTo(Math.abs(shift), 9);
        expect(wasserstein(x, y)).toBeCloseTo(wasserstein(y, x), 9);
        expect(wasserstein(x, x)).toBe(0);
      }),
    );
  });
  test('a constant reference has no standard deviation: the pooled one is used', () => {
    expect(normalizedWasserstein([5, 5], [5, 5])).toBe(0);
    expect(normalizedWasserstein([5, 5], [7, 7])).toBe(2);
  });
});

test('jensenShannon: scipy.spatial.distance.jensenshannon(p, q, 2), symmetric, in [0, 1]', () => {
  expect(jensenShannon([0.5, 0.3, 0.2], [0.2, 0.3, 0.5])).toBeCloseTo(0.30954095367714807, 12);
  expect(jensenShannon([10, 20, 70], [30, 30, 40])).toBeCloseTo(0.27366687589869926, 12);
  expect(jensenShannon([1, 0], [0, 1])).toBe(1);
  fc.assert(
    fc.property(counts, (pairs) => {
      const [p, q] = [pairs.map(([x]) => x + 1), pairs.map(([, y]) => y)];
      fc.pre(q.some((y) => y > 0));
      expect(jensenShannon(p, q)).toBeCloseTo(jensenShannon(q, p), 9);
      expect(jensenShannon(p, p)).toBeCloseTo(0, 6);
      expect(jensenShannon(p, q)).toBeLessThanOrEqual(1);
    }),
  );
});

describe('populationStabilityIndex', () => {
  test('by hand: 0.1 · ln(0.6 / 0.5) − 0.1 · ln(0.4 / 0.5)', () => {
    expect(populationStabilityIndex([50, 50], [60, 40])).toBeCloseTo(
      0.1 * Math.log(1.2) - 0.1 * Math.log(0.8),
      12,
    );
    expect(populationStabilityIndex([50, 50, 0], [50, 50, 0])).toBe(0);
    expect(populationStabilityIndex([10, 0], [9, 1])).toBeCloseTo(
      -0.1 * Math.log(0.9) + 0.05 * Math.log(2),
      12,
    );
  });
  test('bins hold equal shares of the reference, and its every value', () => {
    expect(quantileBins(range(0, 101), 4)).toEqual([25, 50, 75, Number.POSITIVE_INFINITY]);
    expect(countInBins([0, 25, 26, 100, 400], [25, 50, 75, Number.POSITIVE_INFINITY])).toEqual([2, 1, 0, 2]);
    fc.assert(
      fc.property(sample, fc.integer({ min: 2, max: 10 }), (x, bins) => {
        const ends = quantileBins(x, bins);
        expect(ends).toEqual([...new Set(ends)].sort((p, q) => p - q));
        expect(countInBins(x, ends).reduce((sum, n) => sum + n)).toBe(x.length);
      }),
    );
  });
  test('a constant or lopsided reference tells other values from its own', () => {
    for (const value of [0, 5, -3e9]) {
      const ends = quantileBins([value, value, value]);
      expect(
        countInBins([value - Math.abs(value) - 1, value, value, value + 1 + Math.abs(value)], ends),
      ).toEqual([1, 2, 1]);
    }
    expect(quantileBins([0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])).toHaveLength(2);
    expect(quantileBins([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])).toHaveLength(2);
  });
  test('psiByChance is below 0.05 for about 5 in 100 draws of 200 rows from one distribution', () => {
    const random = createRandom(3);
    const ends = [0.25, 0.5, 0.75, 1];
    const draw = () => countInBins(Array.from({ length: 200 }, random.uniform), ends);
    let below = 0;
    for (let i = 0; i < 1000; i++) {
      if (psiByChance(populationStabilityIndex(draw(), draw()), 4, 200, 200) < 0.05) below++;
    }
    expect(below).toBeGreaterThan(25);
    expect(below).toBeLessThan(80);
  });
});
