import { expect, test } from 'vitest';
import { constant, cosine, warmUp } from './index.js';

test('cosine goes from the full rate to the least and stays', () => {
  const rates = [0, 5, 10, 20, 30].map((step) => cosine({ epochs: 2, least: 0.1 })(step, 10, 0.5));
  [0.5, 0.5 * (0.1 + 0.45 * (1 + Math.SQRT1_2)), 0.275, 0.05, 0.05].forEach((rate, i) => {
    expect(rates[i]).toBeCloseTo(rate, 12);
  });
});

test('warm-up rises to the full rate, then the next schedule begins', () => {
  const schedule = warmUp(1, cosine({ epochs: 1 }));
  expect([0, 1, 3, 4, 6, 8].map((step) => Number(schedule(step, 4, 1).toFixed(6)))).toEqual([
    0.25, 0.5, 1, 1, 0.5, 0,
  ]);
  expect(warmUp(1)(100, 4, 0.3)).toBe(0.3);
  expect(constant()(9, 4, 0.3)).toBe(0.3);
  expect(() => warmUp(0)).toThrow(/^warmUp: epochs is 0/);
});
