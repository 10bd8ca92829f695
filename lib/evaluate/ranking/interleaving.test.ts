import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countWins, teamDraft } from '../index.js';
import type { InterleavedItem } from './interleaving.js';
import { signTest } from './interleaving.js';

const ranking = fc.uniqueArray(
  fc.integer({ min: 0, max: 15 }).map((i) => `p${i}`),
  { maxLength: 12 },
);

describe('a draft', () => {
  test('takes turns, each side its best that is left', () => {
    const drafts = new Set(
      Array.from({ length: 60 }, (_, seed) =>
        teamDraft(['x', 'y', 'z'], ['y', 'w'], { k: 3, seed })
          .map(({ id, team }) => id + team)
          .join(' '),
      ),
    );
    // A first: x, then y for B, then either z for A or w for B. B first: y, then x for A, then the same choice.
    expect([...drafts].sort()).toEqual(['xA yB wB', 'xA yB zA', 'yB xA wB', 'yB xA zA']);
  });

  test('names no product twice, has every product there is up to k, and credits the sides evenly', () => {
    fc.assert(
      fc.property(ranking, ranking, fc.integer({ min: 1, max: 30 }), fc.string(), (a, b, k, seed) => {
        const list = teamDraft(a, b, { k, seed });
        const ids = list.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.length).toBe(Math.min(k, new Set([...a, ...b]).size));
        let balance = 0;
        for (const { id, team } of list) {
          if (team === null) continue;
          expect(team === 'A' ? a : b).toContain(id);
          balance += team === 'A' ? 1 : -1;
          expect(Math.abs(balance)).toBeLessThanOrEqual(1);
        }
        expect(teamDraft(a, b, { k, seed })).toEqual(list);
      }),
    );
  });

  test('of a ranking with itself is that ranking', () => {
    fc.assert(
      fc.property(ranking, fc.integer(), (a, seed) => {
        expect(teamDraft(a, a, { k: 20, seed }).map(({ id }) => id)).toEqual(a);
      }),
    );
  });

  test('fills up from the other side for nobody when one has nothing left', () => {
    for (const seed of [1, 2, 3, 4]) {
      const list = teamDraft(['x', 'y', 'z'], [], { seed });
      expect(list.map(({ id }) => id)).toEqual(['x', 'y', 'z']);
      expect(list.filter(({ team }) => team !== null).length).toBeLessThanOrEqual(1);
    }
    expect(teamDraft([], [], { seed: 1 })).toEqual([]);
  });

  test('is fair: which side is called A changes no product’s expected position, also over seeds 0, 1, 2 …', () => {
    const a = ['p1', 'p2', 'p3', 'p4'];
    const b = ['p3', 'p5', 'p1', 'p6'];
    const n = 4000;
    const meanPositions = (x: string[], y: string[]) => {
      const sums = new Map<string, number>();
      for (let seed = 0; seed < n; seed++) {
        teamDraft(x, y, { k: 6, seed }).forEach(({ id }, i) => {
          sums.set(id, (sums.get(id) ?? 0) + (i + 1) / n);
        });
      }
      return sums;
    };
    const one = meanPositions(a, b);
    const other = meanPositions(b, a);
    for (const [id, position] of one)
      expect(Math.abs(position - (other.get(id) as number))).toBeLessThan(0.12);
    // Both sides' first choices: first or second, half of the time each.
    expect(one.get('p1')).toBeCloseTo(1.5, 1);
    expect(one.get('p3')).toBeCloseTo(1.5, 1);
  });

  test('gives neither side an advantage with a shopper who clicks by position only', () => {
    const shown = Array.from({ length: 3000 }, (_, seed) => {
      const list = teamDraft(['p1', 'p2', 'p3'], ['p4', 'p1', 'p5'], { k: 5, seed: `visit ${seed}` });
      return { list, clicks: [list[seed % 7 === 0 ? 1 : 0].id] };
    });
    const { preference, pValue } = countWins(shown);
    expect(Math.abs(preference)).toBeLessThan(0.04);
    expect(pValue).toBeGreaterThan(0.001);
  });

  test('refuses a k below 1 and a product listed twice', () => {
    expect(() => teamDraft(['x'], ['y'], { k: 0, seed: 1 })).toThrow('k is 0');
    expect(() => teamDraft(['x'], ['y', 'z', 'y'], { seed: 1 })).toThrow(
      'ranking B has product "y" twice, the second time at rank 3',
    );
  });
});

describe('counting', () => {
  const list: InterleavedItem[] = [
    { id: 'a1', team: 'A' },
    { id: 'b1', team: 'B' },
    { id: 'b2', team: 'B' },
    { id: 'rest', team: null },
  ];
  const shown = (...clicks: string[]) => ({ list, clicks });

  test('more clicked products win; the same product clicked twice counts once', () => {
    const result = countWins([
      shown('a1'),
      shown('a1', 'b1'),
      shown('b1', 'a1', 'b2'),
      shown('a1', 'a1', 'b1'),
      shown('rest'),
      shown(),
    ]);
    expect(result).toMatchObject({
      impressions: 6,
      winsA: 1,
      winsB: 1,
      ties: 2,
      withoutClicks: 2,
      pValue: 1,
    });
    expect(result.preference).toBe(0);
  });

  test('preference, share and sentence by hand', () => {
    const result = countWins([...Array(9).fill(shown('a1')), shown('b1'), shown('a1', 'b1'), shown()]);
    expect(result.preference).toBeCloseTo(9.5 / 11 - 0.5, 12);
    expect(result.pValue).toBeCloseTo(22 / 1024, 12);
    expect(result.shareA?.share).toBe(0.9);
    // Wilson at 9 of 10.
    expect(result.shareA?.low).toBeCloseTo(0.5958, 3);
    expect(result.shareA?.high).toBeCloseTo(0.9821, 3);
    expect(result.summary).toBe(
      'A won 9, B won 1, 1 tied: shoppers preferred A (p = 0.0215, sign test; holds for a number of impressions fixed beforehand).',
    );
  });

  test('by shopper: the clicks of all their impressions together', () => {
    const result = countWins(
      [
        { ...shown('a1'), shopper: 's1' },
        { ...shown('a1'), shopper: 's1' },
        { ...shown('b1'), shopper: 's1' },
        { ...shown('b1', 'b2'), shopper: 's2' },
      ],
      { groupBy: ({ shopper }) => shopper },
    );
    expect(result).toMatchObject({ impressions: 4, winsA: 1, winsB: 1, ties: 0 });
  });

  test('nothing clicked: nothing to tell', () => {
    expect(countWins([])).toMatchObject({ impressions: 0, preference: 0, shareA: null, pValue: 1 });
    expect(countWins([shown()]).summary).toBe('A won 0, B won 0, 0 tied: nothing to tell them apart by yet.');
  });

  test('a click on what was not shown names the impression', () => {
    expect(() => countWins([shown(), shown('c9')])).toThrow('impression 1: a click on "c9"');
  });
});

describe('the sign test', () => {
  test.each([
    [9, 1, 22 / 1024],
    [1, 9, 22 / 1024],
    [5, 0, 2 / 32],
    [3, 2, 1],
    [4, 4, 1],
    [0, 0, 1],
    [1, 0, 1],
  ])('%i against %i', (wins, losses, p) => {
    expect(signTest(wins, losses)).toBeCloseTo(p, 12);
  });

  test('holds for a million impressions, and far out', () => {
    // z = (501,000 − 500,000 − ½) / 500 = 1.999.
    expect(signTest(501_000, 499_000)).toBeCloseTo(0.0456, 3);
    expect(signTest(600_000, 400_000)).toBeLessThan(1e-300);
    expect(() => signTest(1.5, 2)).toThrow('the sign test got 1.5');
  });
});
