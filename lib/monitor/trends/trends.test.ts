import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mannKendall } from '../../stats/mann-kendall.js';
import { createRandom } from '../../vectors/index.js';
import { detectTrends } from './detect-trends.js';

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
  test('scipy.stats.theilslopes(x, times): the slope is by time, S and p are not', () => {
    const x = [3, 1, 4, 6, 5, 9, 8, 7];
    const { slope, ...rest } = mannKendall(x, [0, 1, 2, 3, 20, 21, 22, 23]);
    const { slope: _, ...even } = mannKendall(x);
    expect(rest).toEqual(even);
    expect(slope).toBeCloseTo(0.21889952153110048, 12);
    expect(() => mannKendall(x, [0, 1, 2, 3, 3, 4, 5, 6])).toThrow(/each above the one before/);
    expect(() => mannKendall(x, [0, 1, 2])).toThrow(/got 3 times for 8 values/);
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
  test('periods without rows are time that passed: a straight line changes by its whole rise', () => {
    const days = [0, 1, 2, 3, 40, 41, 42, 43];
    const line = days.flatMap((at) =>
      [-1, 0, 1, -1, 0, 1].map((noise) => ({ time: day(at), features: { rising: at / 10 + noise } })),
    );
    const [{ change, verdict, periods }] = detectTrends(line);
    const values = line.map((row) => row.features.rising);
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const sd = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1));
    expect(periods).toHaveLength(8);
    expect(verdict).toBe('rose');
    expect(change).toBeCloseTo(4.3 / sd, 9);
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
