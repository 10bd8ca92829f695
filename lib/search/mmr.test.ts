import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromRows, matrix } from '../vectors/index.js';
import { maximalMarginalRelevance as mmr } from './mmr.js';

const hits = (...scores: number[]) => scores.map((score, row) => ({ row, score }));
const rowsOf = (chosen: readonly { row: number }[]) => chosen.map((hit) => hit.row);

describe('maximalMarginalRelevance', () => {
  // Rows 0 and 1 are the same direction, row 2 stands at 90°, row 3 between (cosine 0.6 with 0, 0.8 with 2).
  const vectors = fromRows([
    [1, 0],
    [5, 0],
    [0, 2],
    [0.6, 0.8],
  ]);

  it('follows the formula by hand: 0.5 · score − 0.5 · nearest', () => {
    // First: row 0 (0.9). Then row 1: 0.45 − 0.5 = −0.05, row 2: 0.25 − 0 = 0.25, row 3: 0.4 − 0.3 = 0.1 → row 2.
    // Then row 1: −0.05, row 3: 0.4 − 0.4 = 0 → row 3, row 1 last.
    expect(rowsOf(mmr(hits(0.9, 0.9, 0.5, 0.8), vectors, { lambda: 0.5 }))).toEqual([0, 2, 3, 1]);
  });

  it('keeps the order of relevance at 1, and ignores relevance at 0 after the first', () => {
    const candidates = hits(0.9, 0.8, 0.7, 0.6);
    expect(mmr(candidates, vectors, { lambda: 1 })).toEqual(candidates);
    expect(rowsOf(mmr(candidates, vectors, { lambda: 0, k: 2 }))).toEqual([0, 2]);
  });

  it('passes refused candidates over without letting them count as chosen', () => {
    const asked: number[] = [];
    const accept = ({ row }: { row: number }) => {
      asked.push(row);
      return row !== 0;
    };
    expect(rowsOf(mmr(hits(0.9, 0.9, 0.5, 0.8), vectors, { lambda: 0.5, k: 2, accept }))).toEqual([1, 2]);
    expect(asked).toEqual([0, 1, 2]);
  });

  it('takes a row of zeros as unlike everything', () => {
    expect(
      rowsOf(
        mmr(
          hits(0.9, 0.8, 0.1),
          fromRows([
            [1, 0],
            [1, 0],
            [0, 0],
          ]),
          { lambda: 0.5 },
        ),
      ),
    ).toEqual([0, 2, 1]);
  });

  it('agrees with the definition, evaluated afresh at each step', () => {
    const unit = fc.integer({ min: -8, max: 8 });
    const rows = fc.array(fc.tuple(unit, unit, unit), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(rows, fc.constantFrom(0, 0.25, 0.5, 0.75, 1), (points, lambda) => {
        const m = fromRows(points);
        const scores = points.map((_, i) => ((i * 7) % 5) / 5);
        const cosine = (i: number, j: number) => {
          const [a, b] = [points[i], points[j]];
          const length = Math.hypot(...a) * Math.hypot(...b);
          return length === 0 ? 0 : a.reduce((sum, x, d) => sum + x * b[d], 0) / length;
        };
        const got = rowsOf(mmr(hits(...scores), m, { lambda }));
        const chosen: number[] = [];
        for (const next of got) {
          const value = (i: number) =>
            lambda * scores[i] -
            (chosen.length ? (1 - lambda) * Math.max(...chosen.map((j) => cosine(i, j))) : 0);
          const open = points.map((_, i) => i).filter((i) => !chosen.includes(i));
          expect(value(next)).toBeGreaterThanOrEqual(Math.max(...open.map(value)) - 1e-6);
          chosen.push(next);
        }
        expect([...chosen].sort((a, b) => a - b)).toEqual(points.map((_, i) => i));
      }),
    );
  });

  it('names bad input', () => {
    expect(() => mmr(hits(1), vectors, { lambda: 1.5 })).toThrow(/lambda is 1.5.*\[0, 1\]/);
    expect(() => mmr(hits(1), vectors, { lambda: Number.NaN })).toThrow(/lambda is NaN/);
    expect(() => mmr(hits(1), vectors, { k: 0 })).toThrow(/k is 0/);
    expect(() => mmr([{ row: 4, score: 1 }], vectors)).toThrow(/candidate 0 is row 4; .*0 to 3/);
    expect(() => mmr([{ row: 0, score: Number.NaN }], vectors)).toThrow(/score NaN/);
    expect(() => mmr(hits(1), fromRows([[Number.NaN, 1]]))).toThrow(/row 0 holds/);
    expect(mmr([], matrix(0, 2))).toEqual([]);
  });
});
