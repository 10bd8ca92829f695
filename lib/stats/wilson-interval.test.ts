import { expect, test } from 'vitest';
import { wilsonInterval } from './wilson-interval.js';

test('the intervals of statsmodels, proportion_confint(…, method="wilson")', () => {
  const rounded = ({ low, high }: { low: number; high: number }) =>
    [low, high].map((x) => Number(x.toFixed(4)));
  expect(rounded(wilsonInterval(47, 50))).toEqual([0.8378, 0.9794]);
  expect(rounded(wilsonInterval(0, 10))).toEqual([0, 0.2775]);
  expect(rounded(wilsonInterval(10, 10))).toEqual([0.7225, 1]);
});

test('refusals', () => {
  expect(() => wilsonInterval(3, 2)).toThrow('wilsonInterval: 3 of 2');
  expect(() => wilsonInterval(0, 0)).toThrow('0 of 0');
});
