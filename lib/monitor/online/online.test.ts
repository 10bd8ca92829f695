import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chiSquared } from '../../stats/chi-squared.js';
import { createRandom } from '../../vectors/index.js';
import { assignVariant } from './assign-variant.js';
import { type SequentialResult, sequentialTest } from './sequential-test.js';

const ids = Array.from({ length: 8000 }, (_, i) => `user-${i}`);

describe('assignVariant', () => {
  test('shares follow the weights', () => {
    const weights = { a: 1, b: 2, c: 5 };
    const seen = { a: 0, b: 0, c: 0 };
    for (const id of ids) seen[assignVariant(id, 'shares', weights) as 'a']++;
    expect(chiSquared([seen.a, seen.b, seen.c], [1e6, 2e6, 5e6]).pValue).toBeGreaterThan(0.001);
  });
  test('what an id sees in one experiment says nothing about another', () => {
    const half = { a: 1, b: 1 };
    const joint = [0, 0, 0, 0];
    for (const id of ids)
      joint[
        2 * Number(assignVariant(id, 'x', half) === 'a') + Number(assignVariant(id, 'y', half) === 'a')
      ]++;
    expect(chiSquared(joint.slice(0, 2), joint.slice(2)).pValue).toBeGreaterThan(0.001);
  });
  test('stable: whatever the order of the variants, and a variant of weight 0 is never seen', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (id, experiment) => {
        const first = assignVariant(id, experiment, { a: 1, b: 3, c: 0 });
        expect(assignVariant(id, experiment, { c: 0, b: 3, a: 1 })).toBe(first);
        expect(first).not.toBe('c');
      }),
    );
    // Python: int(hashlib.sha256(f'["checkout","user-{i}"]'.encode()).hexdigest()[:13], 16) / 2**52 < 0.5, i = 17 … 24
    const seen = ids.slice(17, 25).map((id) => assignVariant(id, 'checkout', { a: 1, b: 1 }));
    expect(seen.join('')).toBe('bbbaabaa');
  });
  test('ids and experiments do not run into each other; mistakes are told', () => {
    const all = ids.filter(
      (id) => assignVariant(id, 'ex', { a: 1, b: 1 }) !== assignVariant(id.slice(1), 'exu', { a: 1, b: 1 }),
    );
    expect(all.length).toBeGreaterThan(3500);
    expect(() => assignVariant('', 'x', { a: 1 })).toThrow(/neither may be empty/);
    expect(() => assignVariant('i', 'x', { a: -1 })).toThrow(/"a" is -1/);
    expect(() => assignVariant('i', 'x', { a: 0 })).toThrow(/no variant/);
  });
});

describe('sequentialTest', () => {
  test('by hand: V = 0.0002, τ = 0.1, d = 0.05', () => {
    const one = { n: 10_000, mean: 0, variance: 1 };
    const { pValue, interval } = sequentialTest(one, { ...one, mean: 0.05 }, { effect: 0.1 });
    const [v, t] = [0.0002, 0.01];
    expect(pValue).toBeCloseTo(
      1 / (Math.sqrt(v / (v + t)) * Math.exp((t * 0.05 ** 2) / (2 * v * (v + t)))),
      12,
    );
    // At the interval's ends Λ is 1 / alpha.
    const end = interval.high - 0.05;
    expect(Math.sqrt(v / (v + t)) * Math.exp((t * end ** 2) / (2 * v * (v + t)))).toBeCloseTo(20, 8);
  });
  test('stops for what is far apart, gives up at the maximum, waits below the minimum', () => {
    const options = { effect: 0.05, maximumPerVariant: 1000 };
    const rates = (a: number, b: number, n: number) =>
      sequentialTest({ n, successes: a }, { n, successes: b }, options);
    expect(rates(100, 200, 1000)).toMatchObject({ decision: 'candidate better', stop: true });
    expect(rates(200, 100, 1000)).toMatchObject({ decision: 'control better', stop: true });
    expect(rates(150, 152, 1000)).toMatchObject({ decision: 'no difference found', stop: true });
    expect(rates(75, 76, 500)).toMatchObject({ decision: 'continue', stop: false });
    expect(rates(0, 50, 50)).toMatchObject({
      decision: 'continue',
      pValue: 1,
      reason: '50 of at least 100 outcomes for each variant',
    });
    expect(rates(0, 0, 900)).toMatchObject({ decision: 'continue', pValue: 1 });
  });
  test('a second look can only narrow', () => {
    const options = { effect: 0.05 };
    const first = sequentialTest({ n: 1000, successes: 100 }, { n: 1000, successes: 150 }, options);
    const next = sequentialTest(
      { n: 1500, successes: 200 },
      { n: 1500, successes: 205 },
      { ...options, previous: first },
    );
    expect(next.pValue).toBeLessThanOrEqual(first.pValue);
    expect(next.decision).toBe('candidate better');
    expect(next.interval.low).toBeGreaterThanOrEqual(first.interval.low);
  });

  /** How many of the runs declare a difference at any of their looks, one after each batch. */
  function declared(
    runs: number,
    looks: number,
    seed: number,
    draw: (random: ReturnType<typeof createRandom>, arm: 0 | 1) => number,
    rates: boolean,
  ) {
    const random = createRandom(seed);
    let [count, fixed] = [0, 0];
    for (let run = 0; run < runs; run++) {
      const arms = [0, 1].map(() => ({ n: 0, sum: 0, squares: 0 }));
      let result: SequentialResult | undefined;
      let naive = false;
      for (let look = 0; look < looks && !result?.stop; look++) {
        for (const arm of [0, 1] as const) {
          for (let i = 0; i < 50; i++) {
            const value = draw(random, arm);
            arms[arm].n++;
            arms[arm].sum += value;
            arms[arm].squares += value * value;
          }
        }
        const [a, b] = arms.map(({ n, sum, squares }) =>
          rates
            ? { n, successes: sum }
            : { n, mean: sum / n, variance: (squares - (sum * sum) / n) / (n - 1) },
        );
        result = sequentialTest(a, b, { effect: rates ? 0.08 : 0.15, previous: result });
        const z =
          result.difference /
          Math.sqrt(arms.reduce((v, { n, sum, squares }) => v + (squares / n - (sum / n) ** 2) / n, 0));
        naive ||= Math.abs(z) > 1.96;
      }
      if (result?.stop) count++;
      if (naive) fixed++;
    }
    return { sequential: count / runs, naive: fixed / runs };
  }
  const runs = 400;
  test('looked at 40 times, equal rates are declared different in at most 5 % of experiments', () => {
    const { sequential, naive } = declared(runs, 40, 11, (random) => Number(random.uniform() < 0.2), true);
    expect(sequential).toBeLessThanOrEqual(0.05);
    // A z-test at each look does it several times as often: the looks do matter here.
    expect(naive).toBeGreaterThan(0.2);
  });
  test('the same for means of skewed values', () => {
    const { sequential } = declared(runs, 40, 12, (random) => -Math.log(1 - random.uniform()), false);
    expect(sequential).toBeLessThanOrEqual(0.05);
  });
  test('a real difference is found', () => {
    const { sequential } = declared(
      100,
      40,
      13,
      (random, arm) => Number(random.uniform() < (arm ? 0.3 : 0.2)),
      true,
    );
    expect(sequential).toBeGreaterThan(0.95);
  });
  test('mistakes are told', () => {
    const a = { n: 200, successes: 20 };
    expect(() => sequentialTest(a, a, { effect: 0 })).toThrow(/effect is 0/);
    expect(() => sequentialTest(a, { n: 1, successes: 2 }, { effect: 1 })).toThrow(/2 successes of 1/);
    expect(() => sequentialTest(a, { n: 200, mean: 1, variance: 1 }, { effect: 1 })).toThrow(/same kind/);
    expect(() => sequentialTest({ n: 200, mean: Number.NaN, variance: 1 }, a, { effect: 1 })).toThrow(
      /mean NaN/,
    );
  });
});
