import { expect, test } from 'vitest';
import { crossover, type MeasuredRates, measuredRates } from './measured-crossover.js';

test('the crossover lies where the lines meet on logarithmic axes', () => {
  const lines: MeasuredRates[] = [
    [100, 4000, 1000],
    [10_000, 250, 1000],
  ];
  expect(crossover(lines)).toBeCloseTo(1000, 6);
  expect(crossover([[100, 10, 20]])).toBe(100);
  expect(crossover([[100, 20, 10]])).toBe(Number.POSITIVE_INFINITY);
  expect(crossover([[100, 10, 10]])).toBe(100);
});

test('what was measured goes up in size, and HNSW gains with it', () => {
  const sizes = measuredRates.map(([rows]) => rows);
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
  expect(crossover(measuredRates)).toBeGreaterThan(30_000);
  expect(crossover(measuredRates)).toBeLessThan(300_000);
});
