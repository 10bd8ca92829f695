import { describe, expect, test } from 'vitest';
import { runOfLists } from '../../testing/run-of-lists.js';
import {
  compareRuns,
  comparisonMatrix,
  evaluate,
  pairTable,
  type Qrels,
  significanceCaption,
  significanceTable,
} from '../index.js';
import { compareEvaluations } from './compare-runs.js';

const queries = Array.from({ length: 8 }, (_, i) => `q${i}`);
const qrels: Qrels = new Map(queries.map((query) => [query, new Map([['good', 1]])]));
/** A run whose reciprocal rank on query i is 1 / ranks[i]. */
const run = (ranks: readonly number[]) =>
  runOfLists(
    queries.map((query, i) => [
      query,
      [...Array.from({ length: ranks[i] - 1 }, (_, j) => `bad${j}`), 'good'] as string[],
    ]),
  );
const first = run([1, 1, 1, 1, 1, 1, 1, 1]);
const second = run([2, 2, 2, 2, 2, 2, 2, 2]);
const mixed = run([1, 1, 1, 1, 1, 1, 1, 2]);

test('figures of a pair by hand', () => {
  const { pairs, means, queries } = compareRuns(qrels, { first, mixed }, ['RR']);
  expect(queries).toBe(8);
  expect(means.RR).toEqual({ first: 1, mixed: 15 / 16 });
  expect(pairs).toHaveLength(1);
  expect(pairs[0]).toMatchObject({
    metric: 'RR',
    a: 'first',
    b: 'mixed',
    difference: 1 / 16,
    wins: 1,
    ties: 7,
    losses: 0,
    // One query differs: either sign is as far from 0.
    pValue: 1,
    adjustedP: 1,
    significant: false,
    exact: true,
  });
  // Differences 0 × 7 and ½: mean 1/16, sd √(1/32), so d_z = √32 / 16.
  expect(pairs[0].effectSize).toBeCloseTo(Math.sqrt(32) / 16, 12);
  expect(pairs[0].low).toBe(0);
  expect(pairs[0].high).toBeGreaterThan(1 / 16);
});

test('queries of one group are one piece of evidence', () => {
  const groupBy = (query: string) => (query < 'q4' ? 'chairs' : query);
  const { pairs, groups } = compareRuns(qrels, { first, second }, ['RR'], { groupBy });
  expect(groups).toBe(5);
  expect(pairs[0]).toMatchObject({ wins: 8, pValue: 2 / 32 });
  expect(compareRuns(qrels, { first, second }, ['RR']).groups).toBeNull();
});

test('all eight queries on one side: p = 2/256, three times that under Holm for three pairs', () => {
  const { pairs } = compareRuns(qrels, { first, second, mixed }, ['RR']);
  expect(pairs.map(({ a, b }) => `${a} ${b}`)).toEqual(['first second', 'first mixed', 'second mixed']);
  expect(pairs[0].pValue).toBeCloseTo(2 / 256, 12);
  expect(pairs[0].adjustedP).toBeCloseTo(6 / 256, 12);
  // Every difference is ½, so they have no standard deviation.
  expect(pairs[0].effectSize).toBeNull();
  // Seven queries of ½ against one tie: 2/128, the second of three.
  expect(pairs[2].pValue).toBeCloseTo(2 / 128, 12);
  expect(pairs[2].adjustedP).toBeCloseTo(4 / 128, 12);
  expect(pairs.map(({ significant }) => significant)).toEqual([true, false, true]);
});

test('swapping the systems turns the figures round', () => {
  const [one] = compareRuns(qrels, { mixed, second }, ['RR']).pairs;
  const [other] = compareRuns(qrels, { second, mixed }, ['RR']).pairs;
  expect(other.difference).toBe(-one.difference);
  expect(other.effectSize).toBeCloseTo(-(one.effectSize as number), 12);
  expect([other.wins, other.ties, other.losses]).toEqual([one.losses, one.ties, one.wins]);
  expect(other.pValue).toBe(one.pValue);
});

test('the correction counts every metric; a baseline leaves fewer pairs, each other − baseline', () => {
  const all = compareRuns(qrels, { first, second, mixed }, ['RR', 'P@1']);
  expect(all.pairs).toHaveLength(6);
  expect(all.pairs[0].adjustedP).toBeCloseTo((6 * 2) / 256, 12);
  const against = compareRuns(qrels, { first, second, mixed }, ['RR'], { baseline: 'second' });
  expect(against.pairs.map(({ a, b }) => `${a} ${b}`)).toEqual(['first second', 'mixed second']);
  expect(against.pairs[0].adjustedP).toBeCloseTo((2 * 2) / 256, 12);
  const plain = compareRuns(qrels, { first, second }, ['RR'], { correction: 'none' });
  expect(plain.pairs[0].adjustedP).toBe(plain.pairs[0].pValue);
});

test('a query that a run lacks counts as 0', () => {
  const half = new Map([...first].slice(0, 4));
  const [pair] = compareRuns(qrels, { first, half }, ['RR']).pairs;
  expect(pair).toMatchObject({ difference: 0.5, wins: 4, ties: 4, losses: 0 });
});

describe('tables', () => {
  const result = compareRuns(qrels, { first, second, mixed }, ['RR', 'P@1'], { correction: 'none' });

  test('means with the letters of the systems they beat', () => {
    expect(significanceTable(result)).toEqual([
      { '': 'a', system: 'first', RR: '1.000ᵇ', 'P@1': '1.000ᵇ' },
      { '': 'b', system: 'second', RR: '0.500', 'P@1': '0.000' },
      { '': 'c', system: 'mixed', RR: '0.938ᵇ', 'P@1': '0.875ᵇ' },
    ]);
  });

  test('a square of differences', () => {
    expect(comparisonMatrix(result, 'RR')).toEqual([
      { system: 'first', first: '', second: '+0.500*', mixed: '+0.063' },
      { system: 'second', first: '−0.500*', second: '', mixed: '−0.438*' },
      { system: 'mixed', first: '−0.063', second: '+0.438*', mixed: '' },
    ]);
    expect(() => comparisonMatrix(result, 'AP')).toThrow('metric "AP" was not compared; there are RR, P@1');
  });

  test('systems may be called as something that every object has', () => {
    const odd = compareRuns(
      qrels,
      Object.fromEntries([
        ['__proto__', first],
        ['b', second],
      ]),
      ['RR'],
    );
    expect(Object.entries(comparisonMatrix(odd, 'RR')[1])).toEqual([
      ['system', 'b'],
      ['__proto__', '−0.500*'],
      ['b', ''],
    ]);
  });

  test('every pair in full', () => {
    const [row] = pairTable(compareRuns(qrels, { first, second }, ['RR']));
    expect(row).toEqual({
      metric: 'RR',
      a: 'first',
      b: 'second',
      'a − b': '+0.500',
      '95%': '+0.500 … +0.500',
      d_z: '–',
      'wins/ties/losses': '8/0/0',
      p: '0.0078',
      'p (Holm)': '0.0078',
      '': '*',
    });
  });

  test('how to read them', () => {
    expect(significanceCaption(compareRuns(qrels, { first, second, mixed }, ['RR']))).toBe(
      'Significant: p < 0.05, two-sided paired randomisation test (exact), Holm-corrected over 3 tests.',
    );
  });

  test('beyond 25 systems there are no letters', () => {
    const many = Object.fromEntries(Array.from({ length: 26 }, (_, i) => [`s${i}`, first]));
    const result = compareRuns(qrels, many, ['RR'], { baseline: 's0', samples: 10 });
    expect(() => significanceTable(result)).toThrow('26 systems, but letters for 25');
    expect(pairTable(result)).toHaveLength(25);
  });
});

test('refuses what cannot be compared', () => {
  expect(() => compareRuns(qrels, { first }, ['RR'])).toThrow('needs two systems or more, got "first"');
  expect(() => compareRuns(qrels, {}, ['RR'])).toThrow('needs two systems or more, got none');
  expect(() => compareRuns(qrels, { first, second }, [])).toThrow('needs a metric');
  expect(() => compareRuns(qrels, { first, second }, ['RR'], { level: 5 })).toThrow('level is 5');
  expect(() => compareRuns(qrels, { first, second }, ['RR'], { baseline: 'third' })).toThrow(
    'baseline is "third"; the systems are first, second',
  );
  expect(() => compareRuns(qrels, { first, second }, ['RR'], { correction: 'tukey' as 'holm' })).toThrow(
    'correction is "tukey"',
  );
  const measured = { first: evaluate(qrels, first, ['RR']), second: evaluate(qrels, second, ['AP']) };
  expect(() => compareEvaluations(measured, ['RR'])).toThrow('system "second" was not measured by "RR"');
  const other = {
    first: evaluate(qrels, first, ['RR']),
    fewer: evaluate(new Map([...qrels].slice(1)), first, ['RR']),
  };
  expect(() => compareEvaluations(other, ['RR'])).toThrow('query "q0" has a value in one system only');
});
