import { evaluate, type Qrels, type Run } from '../evaluate/index.js';
import { createRandom } from '../vectors/index.js';

export interface EvaluateBench {
  readonly queries: number;
  readonly results: number;
  /** Best of three, for all standard metrics over all results. */
  readonly ms: number;
}

/** Times `evaluate` on 1,000 queries × 1,000 judged results that come in no order. */
export function benchEvaluate(): EvaluateBench {
  const queries = 1000;
  const results = 1000;
  const random = createRandom(42);
  const qrels = new Map<string, Map<string, number>>();
  const run = new Map<string, Map<string, number>>();
  for (let q = 0; q < queries; q++) {
    const grades = new Map<string, number>();
    const scores = new Map<string, number>();
    for (let d = 0; d < results; d++) {
      grades.set(`product-${d}`, random.int(4));
      scores.set(`product-${d}`, random.uniform());
    }
    qrels.set(`query-${q}`, grades);
    run.set(`query-${q}`, scores);
  }
  return { queries, results, ms: Math.min(...[1, 2, 3].map(() => time(qrels, run))) };
}

function time(qrels: Qrels, run: Run): number {
  const start = performance.now();
  evaluate(qrels, run, ['P@10', 'Recall@100', 'nDCG@10', 'nDCG', 'AP', 'RR', 'HitRate@10', 'Judged@10']);
  return performance.now() - start;
}
