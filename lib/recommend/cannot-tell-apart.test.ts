import { expect, test } from 'vitest';
import { evaluate, type Qrels, type Run } from '../evaluate/index.js';
import { cannotTellApart } from './cannot-tell-apart.js';
import { type Comparison, standardMetrics } from './compare.js';
import { headline, metricsOf } from './metrics.js';

const ids = Array.from({ length: 3000 }, (_, i) => `p${i}`);
/** Two questions to which every product but the asked one is an answer. */
const oneCategory: Qrels = new Map(
  ['p0', 'p1'].map((query) => [query, new Map(ids.filter((id) => id !== query).map((id) => [id, 1]))]),
);
const ranking = (...first: string[]): Run =>
  new Map(['p0', 'p1'].map((query) => [query, new Map(first.map((id, i) => [id, 1 / (i + 1)]))]));
const compared = (qrels: Qrels, runs: Record<string, Run>): Comparison => ({
  task: 'similar',
  qrels,
  runs,
  evaluations: Object.fromEntries(
    Object.entries(runs).map(([name, run]) => [name, evaluate(qrels, run, standardMetrics)]),
  ),
});

test('a category of thousands cannot tell systems apart, and console and metrics say so', () => {
  const similar = compared(oneCategory, {
    text: ranking(...ids.slice(10, 20)),
    bm25: ranking(...ids.slice(30, 40)),
  });
  expect(cannotTellApart(similar)).toBe(
    'every system has an nDCG@10 of 0.995 or more, as a question has 2,999 right answers (median) for ten places: these judgments cannot tell the systems apart; set QRELS to judgments of your own',
  );
  const relevance = {
    description: 'the leaf category',
    similar: oneCategory,
    search: null,
    queries: new Map(),
    warnings: [],
  };
  const metrics = metricsOf({ relevance, similar, search: null, quality: {}, seed: 42 });
  expect(metrics.relevance).toMatch(/^the leaf category; every system has an nDCG@10 of 0\.995/);
  expect(headline(metrics)).toContain('cannot tell the systems apart');
});

test('where one system fails, or stands alone, nothing is said', () => {
  const good = ranking(...ids.slice(10, 20));
  expect(cannotTellApart(compared(oneCategory, { text: good, bm25: ranking('p5') }))).toBeNull();
  expect(cannotTellApart(compared(oneCategory, { text: good }))).toBeNull();
});
