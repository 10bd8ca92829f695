import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparisonTable, evaluate } from '../../evaluate/index.js';
import { runOfLists } from '../../testing/run-of-lists.js';
import { createRandom } from '../../vectors/index.js';
import { bootstrapInterval, pairedBootstrap } from './bootstrap.js';

describe('bootstrapInterval', () => {
  test('9 of 10: statsmodels proportion_confint(9, 10, method="wilson")', () => {
    const { mean, low, high, n } = bootstrapInterval([1, 1, 1, 0, 1, 1, 1, 1, 1, 1]);
    expect([mean, n]).toEqual([0.9, 10]);
    expect(low).toBeCloseTo(0.5958499732047615, 9);
    expect(high).toBeCloseTo(0.9821237869049271, 9);
    expect(bootstrapInterval([1, 1, 1])).toMatchObject({ low: 1, high: 1 });
  });

  test('15 to 30 skewed values: the mean is within, as often as stated', () => {
    const random = createRandom(2);
    for (const n of [15, 30]) {
      let covered = 0;
      for (let i = 0; i < 1500; i++) {
        const values = Array.from({ length: n }, () => -Math.log(1 - random.uniform()));
        const { low, high } = bootstrapInterval(values, { samples: 500, seed: i });
        if (low <= 1 && 1 <= high) covered++;
      }
      expect(covered / 1500).toBeGreaterThanOrEqual(0.925);
      expect(covered / 1500).toBeLessThanOrEqual(0.97);
    }
  });

  test('groups are drawn whole: repeating every value changes nothing', () => {
    const random = createRandom(5);
    for (const n of [20, 60]) {
      const values = Array.from({ length: n }, () => random.normal());
      const twice = values.flatMap((value) => [value, value]);
      const groups = twice.map((_, i) => `g${i >> 1}`);
      const [alone, grouped] = [bootstrapInterval(values), bootstrapInterval(twice, { groups })];
      expect(grouped).toMatchObject({ n: 2 * n, groups: n });
      expect(grouped.low).toBeCloseTo(alone.low, 9);
      expect(grouped.high).toBeCloseTo(alone.high, 9);
      const paired = pairedBootstrap(twice, new Float64Array(2 * n), { groups });
      expect(paired.pValue).toBe(pairedBootstrap(values, new Float64Array(n)).pValue);
    }
    expect(() => bootstrapInterval([1, 2], { groups: ['a'] })).toThrow('1 groups for 2 values');
  });

  test('many values: close to mean ± 1.96 standard errors', () => {
    const random = createRandom(7);
    const values = Array.from({ length: 400 }, () => random.uniform());
    const { mean, low, high } = bootstrapInterval(values, { samples: 10_000 });
    const error = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 400 / 400);
    expect(low).toBeCloseTo(mean - 1.96 * error, 2);
    expect(high).toBeCloseTo(mean + 1.96 * error, 2);
  });

  test('the seed decides, and the interval lies within the values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }),
        fc.integer(),
        (values, seed) => {
          const interval = bootstrapInterval(values, { seed, samples: 50 });
          expect(bootstrapInterval(values, { seed, samples: 50 })).toEqual(interval);
          expect(interval.low).toBeLessThanOrEqual(interval.high);
          expect(interval.low).toBeGreaterThanOrEqual(Math.min(...values) - 1e-12);
          expect(interval.high).toBeLessThanOrEqual(Math.max(...values) + 1e-12);
        },
      ),
    );
  });

  test('refusals', () => {
    expect(() => bootstrapInterval([])).toThrow('at least one value');
    expect(() => bootstrapInterval([1, Number.NaN])).toThrow('value 1 is NaN');
    expect(() => bootstrapInterval([1], { confidence: 95 })).toThrow('confidence is 95');
    expect(() => bootstrapInterval([1], { samples: 0 })).toThrow('samples is 0');
  });
});

describe('pairedBootstrap', () => {
  test('a constant advantage is certain, no difference is none', () => {
    const values = [0.1, 0.5, 0.9, 0.3];
    const better = pairedBootstrap(
      values.map((x) => x + 0.25),
      values,
    );
    expect(better.mean).toBeCloseTo(0.25, 12);
    expect(better.low).toBeCloseTo(0.25, 12);
    expect(better.pValue).toBeCloseTo(1 / 2001, 12);
    expect(pairedBootstrap(values, values)).toMatchObject({ mean: 0, low: 0, high: 0, pValue: 1 });
  });

  test('maps are matched by query, not by position', () => {
    const a = new Map([
      ['x', 1],
      ['y', 0],
    ]);
    const b = new Map([
      ['y', 0],
      ['x', 1],
    ]);
    expect(pairedBootstrap(a, b)).toMatchObject({ mean: 0, pValue: 1 });
    expect(() => pairedBootstrap(a, new Map([['x', 1]]))).toThrow('query "y" has a value in one system only');
    expect(() => pairedBootstrap([1], [1, 2])).toThrow('two lists of one length');
  });

  test('p-values of differences that are noise are spread over [0, 1]', () => {
    const random = createRandom(3);
    const draws = Array.from({ length: 100 }, () =>
      pairedBootstrap(
        Array.from({ length: 40 }, () => random.normal()),
        new Float64Array(40),
        { samples: 200 },
      ),
    );
    const below = draws.filter(({ pValue }) => pValue < 0.5).length;
    expect(below).toBeGreaterThan(35);
    expect(below).toBeLessThan(65);
  });
});

test('comparisonTable has a row a system, with intervals', () => {
  const qrels = new Map([
    ['q1', new Map([['a', 1]])],
    ['q2', new Map([['b', 1]])],
  ]);
  const good = evaluate(
    qrels,
    runOfLists([
      ['q1', ['a']],
      ['q2', ['b']],
    ]),
    ['RR', 'P@1'],
  );
  const half = evaluate(
    qrels,
    runOfLists([
      ['q1', ['a']],
      ['q2', ['x', 'b']],
    ]),
    ['RR', 'P@1'],
  );
  expect(comparisonTable({ good, half }, ['RR', 'P@1'], { confidence: 0.9 })).toEqual([
    { system: 'good', queries: 2, RR: 1, 'RR 90%': '1.000–1.000', 'P@1': 1, 'P@1 90%': '1.000–1.000' },
    { system: 'half', queries: 2, RR: 0.75, 'RR 90%': '0.500–1.000', 'P@1': 0.5, 'P@1 90%': '0.121–0.879' },
  ]);
  expect(() => comparisonTable({ good }, ['AP'])).toThrow(
    'system "good" was not measured by "AP"; it has RR, P@1',
  );
});
