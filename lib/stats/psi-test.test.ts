import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../vectors/index.js';
import { splitSamples } from './ordered-sample.js';
import { binEnds, countInBins, countOrdered, quantileBins } from './population-stability-index.js';
import { categoriesTest, psiTest } from './psi-test.js';
import { monteCarloPValue } from './resampling/monte-carlo.js';

test('a pool split by places has the bins and the counts of the two samples', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(9), fc.boolean()), { minLength: 2, maxLength: 40 }),
      fc.integer({ min: 2, max: 10 }),
      (rows, bins) => {
        fc.pre(rows.some(([, first]) => first) && rows.some(([, first]) => !first));
        rows.sort(([a], [b]) => a - b);
        const pool = Float64Array.from(rows, ([value]) => value);
        const places = Int32Array.from(rows.flatMap(([, first], i) => (first ? [i] : [])));
        const samples = [true, false].map((side) =>
          rows.flatMap(([x, first]) => (first === side ? [x] : [])),
        );
        const split = splitSamples(pool, places);
        for (const [reference, current] of [
          [0, 1],
          [1, 0],
        ]) {
          const ends = binEnds(split[reference], bins);
          expect(ends).toEqual(quantileBins(samples[reference], bins));
          expect(countOrdered(split[current], ends)).toEqual(countInBins(samples[current], ends));
        }
      },
    ),
  );
});

test('monteCarloPValue: the share of draws as far, and no more draws than it needs', () => {
  const random = createRandom(1);
  let draws = 0;
  const draw = () => {
    draws++;
    return random.uniform();
  };
  expect(monteCarloPValue(0.5, draw, 10_000)).toBeCloseTo(0.5, 0);
  expect(draws).toBeLessThan(60);
  expect(monteCarloPValue(2, draw, 999)).toBe(1 / 1000);
  expect(monteCarloPValue(0.3, () => 0.1 + 0.2, 999)).toBe(1);
  let below = 0;
  for (let i = 0; i < 2000; i++) if (monteCarloPValue(random.uniform(), random.uniform, 999) <= 0.05) below++;
  expect(below / 2000).toBeLessThan(0.065);
  expect(below / 2000).toBeGreaterThan(0.035);
});

describe('p-values of the population stability index where rows are few', () => {
  const random = createRandom(4);
  const share = (pValue: () => number) => {
    let below = 0;
    for (let i = 0; i < 400; i++) if (pValue() <= 0.01) below++;
    return below / 400;
  };
  test('numbers, 1,000 against 60: one in a hundred is below 0.01', () => {
    const draw = (n: number) => Float64Array.from({ length: n }, () => random.normal());
    expect(share(() => psiTest(draw(1000), draw(60), 1).pValue)).toBeLessThanOrEqual(0.02);
  });
  test('forty categories, 1,000 against 250: both tests', () => {
    const draw = (n: number) => {
      const counts = new Array<number>(40).fill(0);
      for (let i = 0; i < n; i++) counts[random.int(40)]++;
      return counts;
    };
    const both = Array.from({ length: 400 }, () => categoriesTest(draw(1000), draw(250), 1));
    for (const name of ['pValue', 'chiSquaredPValue'] as const) {
      expect(both.filter((one) => one[name] <= 0.01).length).toBeLessThanOrEqual(8);
    }
  });
  test('many rows: the chi-squared tail, and a shift is found with few', () => {
    expect(categoriesTest([50, 50], [60, 40], 1).pValue).toBeCloseTo(0.154, 2);
    const draw = (n: number, shift: number) =>
      Float64Array.from({ length: n }, () => random.normal() + shift);
    expect(psiTest(draw(1000, 0), draw(60, 1), 1).pValue).toBe(1 / 10_001);
    expect(psiTest(draw(60, 0), draw(1000, 1), 1).pValue).toBeLessThan(0.001);
  });
});
