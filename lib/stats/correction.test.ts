import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adjustPValues } from './correction.js';

test('Holm and Benjamini–Hochberg by hand', () => {
  // Sorted 0.01, 0.03, 0.04. Holm: 3 · 0.01, 2 · 0.03, 1 · 0.04 lifted to 0.06. BH: 3/1 · 0.01, 3/2 · 0.03 lowered to 0.04, 0.04.
  const rounded = (list: number[]) => list.map((p) => Number(p.toFixed(12)));
  expect(rounded(adjustPValues([0.01, 0.04, 0.03]))).toEqual([0.03, 0.06, 0.06]);
  expect(rounded(adjustPValues([0.01, 0.04, 0.03], 'benjamini-hochberg'))).toEqual([0.03, 0.04, 0.04]);
  expect(adjustPValues([0.01, 0.04, 0.03], 'none')).toEqual([0.01, 0.04, 0.03]);
  expect(adjustPValues([0.7, 0.6])).toEqual([1, 1]);
  expect(adjustPValues([])).toEqual([]);
});

test('p ≤ BH ≤ Holm ≤ m · p, in the order of p', () => {
  const list = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });
  fc.assert(
    fc.property(list, (p) => {
      const holm = adjustPValues(p);
      const bh = adjustPValues(p, 'benjamini-hochberg');
      p.forEach((value, i) => {
        expect(bh[i]).toBeGreaterThanOrEqual(value - 1e-12);
        expect(holm[i]).toBeGreaterThanOrEqual(bh[i] - 1e-12);
        expect(holm[i]).toBeLessThanOrEqual(Math.min(1, p.length * value) + 1e-12);
        p.forEach((other, j) => {
          if (value < other) expect(holm[i]).toBeLessThanOrEqual(holm[j]);
          if (value < other) expect(bh[i]).toBeLessThanOrEqual(bh[j]);
        });
      });
    }),
  );
});

test('refuses what is no p-value and names the corrections', () => {
  expect(() => adjustPValues([0.1, 1.2])).toThrow('p-value 1 is 1.2');
  expect(() => adjustPValues([Number.NaN])).toThrow('p-value 0 is NaN');
  expect(() => adjustPValues([0.1], 'bonferroni' as 'holm')).toThrow(
    'correction is "bonferroni"; choose holm, benjamini-hochberg, none',
  );
});
