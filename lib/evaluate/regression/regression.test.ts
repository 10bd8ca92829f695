import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../../vectors/index.js';
import { bootstrapMetric, meanAbsoluteError, r2, rootMeanSquaredError } from '../index.js';

const actual = Float64Array.of(3, -0.5, 2, 7, 4.2);
const predicted = Float64Array.of(2.5, 0, 2, 8, 3.9);

test('as scikit-learn 1.2.1: mean_absolute_error, mean_squared_error(squared=False), r2_score', () => {
  expect(meanAbsoluteError(actual, predicted)).toBeCloseTo(0.46, 12);
  expect(rootMeanSquaredError(actual, predicted)).toBeCloseTo(0.5639148871948674, 12);
  expect(r2(actual, predicted)).toBeCloseTo(0.9480256276150627, 12);
});

test('a constant target: R² is 1 when met exactly, else 0', () => {
  expect(r2([2, 2], [2, 2])).toBe(1);
  expect(r2([2, 2], [1, 2])).toBe(0);
  // The mean of three 0.1 is not 0.1.
  expect(r2([0.1, 0.1, 0.1], [0.1, 0.1, 0.1])).toBe(1);
  expect(r2([0.1, 0.1, 0.1], [0.2, 0.1, 0.1])).toBe(0);
});

test('MAE ≤ RMSE; the mean as prediction has R² 0', () => {
  const values = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(values, (y) => {
      fc.pre(new Set(y).size > 1);
      const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
      const constant = y.map(() => mean);
      expect(r2(y, constant)).toBeCloseTo(0, 9);
      expect(meanAbsoluteError(y, constant)).toBeLessThanOrEqual(rootMeanSquaredError(y, constant) + 1e-9);
    }),
  );
});

test('refusals name the row; an interval', () => {
  for (const metric of [meanAbsoluteError, rootMeanSquaredError, r2]) {
    expect(() => metric([1, 2], [1, Number.NaN])).toThrow('row 1: the predicted value is NaN');
    expect(() => metric([Infinity], [1])).toThrow('row 0: the actual value is Infinity');
    expect(() => metric([], [])).toThrow('no rows');
    expect(() => metric([1], [])).toThrow('1 actual values and 0 predicted');
  }
  const { value, low, high, n } = bootstrapMetric(meanAbsoluteError, actual, predicted);
  expect([value, n]).toEqual([expect.closeTo(0.46, 12), 5]);
  expect(low).toBeGreaterThan(0.05);
  expect(high).toBeLessThan(1);
});

test('bootstrapMetric draws groups whole: rows told twice are no more evidence', () => {
  const random = createRandom(3);
  for (const n of [30, 60]) {
    const actual = Array.from({ length: n }, () => random.normal());
    const predicted = actual.map((y) => y + random.normal());
    const twice = (list: readonly number[]) => list.flatMap((x) => [x, x]);
    const groups = twice(actual).map((_, i) => `account ${i >> 1}`);
    const alone = bootstrapMetric(meanAbsoluteError, actual, predicted, { samples: 400 });
    const grouped = bootstrapMetric(meanAbsoluteError, twice(actual), twice(predicted), {
      samples: 400,
      groups,
    });
    expect(grouped).toMatchObject({ n: 2 * n, groups: n });
    expect(grouped.low).toBeCloseTo(alone.low, 9);
    expect(grouped.high).toBeCloseTo(alone.high, 9);
    const apart = bootstrapMetric(meanAbsoluteError, twice(actual), twice(predicted), { samples: 400 });
    expect(apart.high - apart.low).toBeLessThan(0.85 * (grouped.high - grouped.low));
  }
  expect(() => bootstrapMetric(r2, [1, 2], [1, 2], { groups: ['a'] })).toThrow('1 groups for 2 rows');
});

test('bootstrapMetric of 20 rows: R² of the population is within, as often as stated', () => {
  const random = createRandom(4);
  let covered = 0;
  for (let i = 0; i < 400; i++) {
    const predicted = Array.from({ length: 20 }, () => random.normal());
    const actual = predicted.map((x) => x + random.normal());
    const { low, high } = bootstrapMetric(r2, actual, predicted, { samples: 400, seed: i });
    if (low <= 0.5 && 0.5 <= high) covered++;
  }
  expect(covered / 400).toBeGreaterThan(0.915);
});
