import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../vectors/index.js';
import { randomizationTest } from './randomization.js';

describe('p-values that a reader can count', () => {
  test.each([
    ['one query', [0.5], 1],
    ['three on one side: +++ and −−− of 8', [0.1, 0.3, 0.2], 2 / 8],
    ['five on one side', [1, 2, 3, 4, 5], 2 / 32],
    // Sums of ±1 ±2 ±3 at least 4 from 0: ±6 (2 ways) and ±4 (2 ways).
    ['one of three against', [-1, 2, 3], 4 / 8],
    ['a balance', [1, -1], 1],
    ['queries without a difference do not matter', [0, 0, 0.1, 0, 0.3, 0.2], 2 / 8],
    ['no difference at all', [0, 0], 1],
    // 0.1 + 0.2 − 0.3 is 5.6e-17 in floating point: a balance all the same.
    ['rounding', [0.1, 0.2, -0.3], 1],
  ])('%s', (_, differences, expected) => {
    const { pValue, exact } = randomizationTest(differences);
    expect(pValue).toBeCloseTo(expected, 12);
    expect(exact).toBe(true);
  });
});

test('differences of one group are swapped together', () => {
  const each = [0.1, 0.3, 0.2];
  const thrice = each.flatMap((d) => [d, d, d]);
  const groups = ['a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'c'];
  expect(randomizationTest(thrice, { groups })).toEqual({ pValue: 2 / 8, exact: true });
  expect(randomizationTest(thrice).pValue).toBeCloseTo(2 / 512, 12);
  expect(randomizationTest([1, -1, 2, 3], { groups: ['a', 'a', 'b', 'c'] }).pValue).toBe(2 / 4);
  expect(() => randomizationTest(each, { groups: ['a'] })).toThrow('1 groups for 3 values');
});

function counted(differences: readonly number[]): number {
  const far = Math.abs(differences.reduce((sum, d) => sum + d, 0));
  let count = 0;
  for (let signs = 0; signs < 2 ** differences.length; signs++) {
    const sum = differences.reduce((total, d, i) => total + ((signs >> i) & 1 ? d : -d), 0);
    if (Math.abs(sum) >= far - 1e-9) count++;
  }
  return count / 2 ** differences.length;
}

const differences = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 11 });

test('the halves joined count what going through all swaps counts', () => {
  fc.assert(
    fc.property(differences, (list) => {
      expect(randomizationTest(list.map((d) => d / 20)).pValue).toBeCloseTo(counted(list), 9);
    }),
  );
});

test('a against b is b against a, in any order of the queries', () => {
  fc.assert(
    fc.property(differences, (list) => {
      const { pValue } = randomizationTest(list);
      expect(randomizationTest(list.map((d) => -d).reverse()).pValue).toBeCloseTo(pValue, 12);
    }),
  );
});

function noise(seed: number, n: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length: n }, () => random.normal());
}

test('without a difference, p is uniform', () => {
  const below = (level: number, pValues: number[]) =>
    pValues.filter((p) => p <= level).length / pValues.length;
  const exact = Array.from({ length: 400 }, (_, i) => randomizationTest(noise(i * 7919, 14)).pValue);
  const sampled = Array.from(
    { length: 400 },
    (_, i) => randomizationTest(noise(i * 104_729, 40), { permutations: 500 }).pValue,
  );
  for (const pValues of [exact, sampled]) {
    for (const level of [0.05, 0.25, 0.5, 0.75]) {
      // Four standard errors of a share of 400.
      expect(Math.abs(below(level, pValues) - level)).toBeLessThan(
        4 * Math.sqrt((level * (1 - level)) / 400),
      );
    }
  }
});

test('sampling agrees with counting, and the seed decides it', () => {
  const list = noise(5, 33).map((x) => x + 0.35);
  const sampled = randomizationTest(list, { seed: 1 });
  expect(sampled.exact).toBe(false);
  expect(randomizationTest(list, { seed: 1 })).toEqual(sampled);
  expect(randomizationTest(list, { seed: 2 }).pValue).not.toBe(sampled.pValue);
  // The 33rd query is too weak to matter, so the exact p of the others is that of all.
  const { pValue, exact } = randomizationTest([...list.slice(0, 32)]);
  expect(exact).toBe(true);
  expect(randomizationTest([...list.slice(0, 32), 1e-9]).pValue).toBeCloseTo(pValue, 2);
  // Never 0: of 100 swaps none is as far, and the observed one is.
  expect(
    randomizationTest(
      list.map(() => 1),
      { permutations: 100 },
    ).pValue,
  ).toBeCloseTo(1 / 101, 12);
});

test('refuses what it cannot test', () => {
  expect(() => randomizationTest([])).toThrow('needs at least one query');
  expect(() => randomizationTest([0.1, Number.NaN])).toThrow('number 1 is NaN');
  expect(() => randomizationTest([0.1], { permutations: 0 })).toThrow('permutations is 0');
});
