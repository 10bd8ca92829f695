import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mannKendall } from '../../stats/mann-kendall.js';
import { createRandom } from '../../vectors/index.js';
import { accuracyOverTime } from './accuracy-over-time.js';
import { detectTrends } from './detect-trends.js';
import { importanceChanges } from './importance-changes.js';

const day = (i: number) => new Date(Date.UTC(2026, 0, 1 + i, 12));

describe('mannKendall', () => {
  test('scipy.stats.kendalltau(range(8), x, method="exact") and theilslopes(x, range(8))', () => {
    const { s, tau, pValue, slope } = mannKendall([3, 1, 4, 6, 5, 9, 8, 7]);
    expect(s).toBe(18);
    expect(tau).toBeCloseTo(0.6428571428571428, 12);
    expect(pValue).toBeCloseTo(0.03115079365079365, 12);
    expect(slope).toBeCloseTo(0.9166666666666667, 12);
  });
  test('by hand with ties: 1 1 2 2 has S = 4, variance (4·3·13 − 2·2·1·9) / 18', () => {
    const { s, pValue } = mannKendall([1, 1, 2, 2]);
    expect(s).toBe(4);
    // z = 3 / √6.6667 = 1.1619; scipy.stats.norm.sf(1.1619) * 2 = 0.2453
    expect(pValue).toBeCloseTo(0.2453, 4);
    expect(mannKendall([5, 5, 5]).pValue).toBe(1);
  });
  test('turned round, S changes its sign and nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 3, maxLength: 12 }), (x) => {
        const [up, down] = [mannKendall(x), mannKendall([...x].reverse())];
        expect(down.s + up.s).toBe(0);
        expect(down.slope).toBeCloseTo(-up.slope, 9);
        expect(down.pValue).toBeCloseTo(up.pValue, 9);
      }),
    );
  });
});

describe('detectTrends', () => {
  const random = createRandom(5);
  const rows = Array.from({ length: 30 * 8 }, (_, i) => {
    const at = Math.floor(i / 8);
    const platform = i % 2 ? 'instagram' : 'linkedin';
    return {
      time: day(at),
      group: platform,
      features: {
        contrast: random.normal() + (platform === 'instagram' ? at * 0.15 : 0),
        clutter: random.normal() - at * 0.15,
        ...Object.fromEntries(Array.from({ length: 20 }, (_, f) => [`noise${f}`, random.normal()])),
        rare: at < 3 ? 1 : null,
      },
    };
  });
  test('finds what rose on one platform and fell on both, and nothing in forty columns of noise', () => {
    const trends = detectTrends(rows, { minimumPerPeriod: 4 });
    const claims = trends.filter(({ verdict }) => verdict === 'rose' || verdict === 'fell');
    expect(claims.map(({ feature, group, verdict }) => `${group} ${feature} ${verdict}`).sort()).toEqual([
      'instagram clutter fell',
      'instagram contrast rose',
      'linkedin clutter fell',
    ]);
    expect(claims.every(({ change }) => Math.abs(change ?? 0) > 1)).toBe(true);
    expect(trends.at(-1)).toMatchObject({ feature: 'rare', verdict: 'too few', test: null });
  });
  test('with fewer rows a day than the minimum nothing is claimed', () => {
    expect(new Set(detectTrends(rows).map(({ verdict }) => verdict))).toEqual(new Set(['too few']));
    expect(() => detectTrends([])).toThrow(/got none/);
    expect(() => detectTrends([{ time: 'soon', features: {} }])).toThrow(/row 0: time "soon"/);
    expect(() => detectTrends(rows, { minimumPeriods: 2 })).toThrow(/from 3 up/);
  });
  test('under no trend, one of ten features is claimed in at most about 5 % of data sets', () => {
    const noise = createRandom(8);
    let claimed = 0;
    for (let run = 0; run < 120; run++) {
      const sample = Array.from({ length: 60 }, (_, i) => ({
        time: day(i % 12),
        features: Object.fromEntries(Array.from({ length: 10 }, (_, f) => [`f${f}`, noise.uniform()])),
      }));
      if (detectTrends(sample).some(({ verdict }) => verdict !== 'no trend')) claimed++;
    }
    expect(claimed).toBeLessThanOrEqual(12);
  });
});

describe('accuracyOverTime', () => {
  test('by hand: errors 1 and −3 in one week, 2 in the next, none in the third', () => {
    // 2026-01-01 was a Thursday: weeks counted from 1970-01-01, a Thursday too, begin with it.
    const result = accuracyOverTime(
      [
        { time: day(0), predicted: 5, actual: 4 },
        { time: day(6), predicted: 1, actual: 4 },
        { time: day(7), predicted: 6, actual: 4 },
        { time: day(14), predicted: 6 },
      ],
      { minimumPerWindow: 1 },
    );
    expect(result.windows.map(({ n, waiting, value, bias }) => [n, waiting, value, bias])).toEqual([
      [2, 0, 2, -1],
      [1, 0, 2, 2],
      [0, 1, null, null],
    ]);
    expect(result.windows[0].rmse).toBeCloseTo(Math.sqrt(5), 12);
    expect(result).toMatchObject({ metric: 'mean absolute error', trend: null });
  });
  test('classes: the share of right ones, falling week by week', () => {
    const outcomes = Array.from({ length: 5 * 70 }, (_, i) => ({
      time: day(Math.floor(i / 10)),
      predicted: 'a',
      actual: i % 10 < 9 - Math.floor(i / 70) ? 'a' : 'b',
    }));
    const { metric, windows, trend } = accuracyOverTime(outcomes);
    expect(metric).toBe('accuracy');
    expect(windows.map(({ value }) => value)).toEqual(
      [0.9, 0.8, 0.7, 0.6, 0.5].map((v) => expect.closeTo(v, 12)),
    );
    expect(trend).toMatchObject({ s: -10, pValue: expect.closeTo(2 / 120, 12) });
    expect(
      windows.every(
        ({ value, interval }) => interval && interval.low < (value ?? 0) && (value ?? 0) < interval.high,
      ),
    ).toBe(true);
  });
  test('no outcomes, or mixed ones, are refused', () => {
    expect(() => accuracyOverTime([{ time: day(0), predicted: 1 }])).toThrow(/no outcome yet/);
    expect(() => accuracyOverTime([{ time: day(0), predicted: 'a', actual: 1 }])).toThrow(
      /predicted a against actual 1/,
    );
  });
});

test('importanceChanges: shares, ranks, new and lost features, and noise', () => {
  const changes = importanceChanges(
    { hue: { mean: 6, low: 5, high: 7 }, text: { mean: 2, low: 1, high: 3 }, hour: 2, gone: -1 },
    { hue: { mean: 1, low: 0.5, high: 1.5 }, text: { mean: 1, low: 0.2, high: 1.8 }, hour: 1, logo: 1 },
  );
  expect(
    changes.map(({ feature, before, after, beyondNoise }) => [feature, before, after, beyondNoise]),
  ).toEqual([
    ['hue', 0.6, 0.25, true],
    ['logo', null, 0.25, null],
    ['text', 0.2, 0.25, false],
    ['hour', 0.2, 0.25, null],
    ['gone', 0, null, null],
  ]);
  expect(changes[0]).toMatchObject({ rankBefore: 1, rankAfter: 1 });
  expect(() => importanceChanges({ a: 0 }, { a: 1 })).toThrow(/before: no importance is above 0/);
  expect(() => importanceChanges({ a: Number.NaN }, { a: 1 })).toThrow(/"a" is not finite/);
});
