import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runOfLists } from '../../testing/run-of-lists.js';
import { evaluate, type Qrels, type Run } from '../index.js';
import { judge } from './index.js';
import { metricNames } from './metric.js';

const nested = (value: Record<string, Record<string, number>>): Qrels & Run =>
  new Map(Object.entries(value).map(([query, inner]) => [query, new Map(Object.entries(inner))]));

test('the example that pytrec_eval publishes gives the values that it publishes', () => {
  const qrels = nested({ q1: { d1: 0, d2: 1, d3: 0 }, q2: { d2: 1, d3: 1 } });
  const run = nested({ q1: { d1: 1.0, d2: 0.0, d3: 1.5 }, q2: { d1: 1.5, d2: 0.2, d3: 0.5 } });
  const { perQuery } = evaluate(qrels, run, ['AP', 'nDCG']);
  expect(perQuery.AP.get('q1')).toBeCloseTo(0.3333333333333333, 12);
  expect(perQuery.AP.get('q2')).toBeCloseTo(0.5833333333333333, 12);
  expect(perQuery.nDCG.get('q1')).toBeCloseTo(0.5, 12);
  expect(perQuery.nDCG.get('q2')).toBeCloseTo(0.6934264036172708, 12);
});

describe('a ranking worked out by hand', () => {
  // ranks: 1 unjudged, 2 grade 2, 3 grade 0, 4 grade 1; never returned: a grade 3 and a grade 1. R = 4.
  const qrels = nested({ q: { b: 2, c: 0, d: 1, e: 3, f: 1 } });
  const run = runOfLists([['q', ['a', 'b', 'c', 'd']]]);
  const value = (metric: string, options = {}) => evaluate(qrels, run, [metric], options).mean[metric];
  const log = Math.log2;

  test.each([
    ['P@1', 0],
    ['P@2', 1 / 2],
    ['P@5', 2 / 5], // four returned, divided by five
    ['P', 2 / 4],
    ['Recall@2', 1 / 4],
    ['Recall@20', 2 / 4],
    ['AP', (1 / 2 + 2 / 4) / 4],
    ['AP@2', 1 / 2 / 4],
    ['RR', 1 / 2],
    ['RR@1', 0],
    ['HitRate@1', 0],
    ['HitRate@10', 1],
    ['Judged@1', 0],
    ['Judged@3', 2 / 3],
    ['Judged@10', 3 / 4],
    ['nDCG@2', 2 / log(3) / (3 + 2 / log(3))],
    ['nDCG@10', (2 / log(3) + 1 / log(5)) / (3 + 2 / log(3) + 1 / log(4) + 1 / log(5))],
  ])('%s', (metric, expected) => {
    expect(value(metric)).toBeCloseTo(expected, 12);
  });

  test('exponential gain is 2^grade − 1', () => {
    const expected = (3 / log(3) + 1 / log(5)) / (7 + 3 / log(3) + 1 / log(4) + 1 / log(5));
    expect(value('nDCG@10', { gain: 'exponential' })).toBeCloseTo(expected, 12);
  });

  test('from grade 2 up, two products are relevant', () => {
    expect(value('Recall', { relevantFrom: 2 })).toBe(1 / 2);
    expect(value('AP', { relevantFrom: 2 })).toBe(1 / 2 / 2);
  });

  test('names in any case and the usual synonyms; the answer has the name as asked', () => {
    const { mean } = evaluate(qrels, run, ['map', 'MRR', 'precision@2', 'r@2', 'NDCG@2', 'hitrate']);
    expect(Object.keys(mean)).toEqual(['map', 'MRR', 'precision@2', 'r@2', 'NDCG@2', 'hitrate']);
    expect(mean.map).toBe(0.25);
    expect(mean['r@2']).toBe(0.25);
  });
});

test('equal scores are ranked by id, descending', () => {
  const qrels = nested({ q: { a: 1 } });
  expect(evaluate(qrels, nested({ q: { a: 0.5, b: 0.5, c: 0.5 } }), ['RR']).mean.RR).toBeCloseTo(1 / 3, 12);
  expect(evaluate(qrels, nested({ q: { c: 0.5, b: 0.5, a: 0.5 } }), ['RR']).mean.RR).toBeCloseTo(1 / 3, 12);
});

test('a grade below 0 is no judgment', () => {
  const { mean } = evaluate(nested({ q: { a: -1, b: 1 } }), runOfLists([['q', ['a', 'b']]]), [
    'Judged',
    'nDCG',
  ]);
  expect(mean.Judged).toBe(1 / 2);
  expect(mean.nDCG).toBeCloseTo(1 / Math.log2(3), 12);
});

test('which queries count: unanswered as 0, without relevant products not at all, unjudged not at all', () => {
  const qrels = nested({ answered: { a: 1 }, unanswered: { a: 1 }, empty: { a: 0 } });
  const run = runOfLists([
    ['answered', ['a']],
    ['empty', ['a']],
    ['unknown', ['a']],
  ]);
  const evaluation = evaluate(qrels, run, ['AP', 'Judged@1', 'P']);
  expect(evaluation.mean).toEqual({ AP: 0.5, 'Judged@1': 0.5, P: 0.5 });
  expect([...evaluation.perQuery.AP]).toEqual([
    ['answered', 1],
    ['unanswered', 0],
  ]);
  expect(evaluation).toMatchObject({
    queries: 2,
    unanswered: ['unanswered'],
    withoutRelevant: ['empty'],
    unjudged: ['unknown'],
  });
});

test('mistakes are named', () => {
  const qrels = nested({ q: { a: 1 } });
  const run = nested({ q: { a: 1 } });
  expect(() => evaluate(qrels, run, ['nDGC@10'])).toThrow(
    'unknown metric "nDGC@10"; known are P, Recall, nDCG, AP, RR, HitRate, Judged',
  );
  expect(() => evaluate(qrels, run, ['constructor'])).toThrow('unknown metric "constructor"');
  for (const name of ['P@0', 'P@-1', 'P@', 'P@1.5', 'P@x']) {
    expect(() => evaluate(qrels, run, [name])).toThrow('the cut-off is a whole number from 1 up');
  }
  expect(() => evaluate(qrels, nested({ q: { a: Number.NaN } }), ['P@1'])).toThrow(
    'query "q": the score of product "a" is NaN',
  );
  expect(() => evaluate(nested({ q: { a: Number.NaN } }), run, ['P@1'])).toThrow(
    'query "q": the grade of product "a" is NaN',
  );
  expect(() => evaluate(nested({ q: { a: 0 } }), run, ['P@1'])).toThrow('none of the 1 judged queries');
  expect(() => evaluate(qrels, run, ['P@1'], { relevantFrom: 0 })).toThrow('relevantFrom is 0');
});

describe('properties', () => {
  const id = fc.integer({ min: 0, max: 15 }).map((n) => `p${n}`);
  const grades = fc
    .uniqueArray(fc.tuple(id, fc.integer({ min: 0, max: 3 })), {
      selector: ([product]) => product,
      minLength: 1,
    })
    .filter((entries) => entries.some(([, grade]) => grade > 0));
  const scores = fc.uniqueArray(fc.tuple(id, fc.integer({ min: 0, max: 4 })), {
    selector: ([product]) => product,
  });
  const all = metricNames.flatMap((name) => [name, `${name}@1`, `${name}@3`, `${name}@10`]);

  test('every metric lies in [0, 1] and does not depend on the order of the maps', () => {
    fc.assert(
      fc.property(grades, scores, fc.infiniteStream(fc.nat()), (judged, scored, keys) => {
        const shuffled = <T>(items: T[]) =>
          items
            .map((item) => [keys.next().value, item] as const)
            .sort((a, b) => a[0] - b[0])
            .map(([, item]) => item);
        const { mean } = evaluate(new Map([['q', new Map(judged)]]), new Map([['q', new Map(scored)]]), all);
        for (const name of all) {
          expect(mean[name]).toBeGreaterThanOrEqual(0);
          expect(mean[name]).toBeLessThanOrEqual(1 + 1e-12);
        }
        const qrels = new Map([['q', new Map(shuffled(judged))]]);
        expect(evaluate(qrels, new Map([['q', new Map(shuffled(scored))]]), all).mean).toEqual(mean);
      }),
    );
  });

  test('the ideal order scores 1', () => {
    fc.assert(
      fc.property(grades, (judged) => {
        const ideal = [...judged].sort((a, b) => b[1] - a[1]).map(([product]) => product);
        const names = ['nDCG', 'nDCG@1', 'nDCG@5', 'AP', 'RR', 'Recall', 'HitRate@1', 'Judged'];
        const { mean } = evaluate(new Map([['q', new Map(judged)]]), runOfLists([['q', ideal]]), names);
        for (const name of names) expect(mean[name]).toBeCloseTo(1, 12);
      }),
    );
  });

  test('recall, hit rate and P@k·k never fall as k grows', () => {
    fc.assert(
      fc.property(grades, scores, fc.integer({ min: 1, max: 15 }), (judged, scored, k) => {
        const { mean } = evaluate(new Map([['q', new Map(judged)]]), new Map([['q', new Map(scored)]]), [
          `Recall@${k}`,
          `Recall@${k + 1}`,
          `HitRate@${k}`,
          `HitRate@${k + 1}`,
          `P@${k}`,
          `P@${k + 1}`,
        ]);
        const values = Object.values(mean);
        expect(values[1]).toBeGreaterThanOrEqual(values[0]);
        expect(values[3]).toBeGreaterThanOrEqual(values[2]);
        expect(values[5] * (k + 1)).toBeGreaterThanOrEqual(values[4] * k - 1e-12);
      }),
    );
  });
});

test('judge gives grades in rank order and the ideal grades', () => {
  const ranking = judge(
    new Map([
      ['a', 1],
      ['b', 3],
      ['c', 0],
    ]),
    new Map([
      ['c', 1],
      ['x', 2],
      ['b', 3],
    ]),
  );
  expect([...ranking.grades]).toEqual([3, Number.NaN, 0]);
  expect([...ranking.ideal]).toEqual([3, 1]);
  expect(ranking.relevant).toBe(2);
});
