import { evaluate, type Qrels, type Run } from '../evaluate/index.js';
import { createRandom } from '../vectors/index.js';
import { report } from './rows.js';

/** Times `evaluate` on 1,000 queries × 1,000 judged results that come in no order: 8 metrics, best of three. */
export function benchEvaluate(): void {
  console.log('evaluation');
  const random = createRandom(42);
  const qrels = new Map<string, Map<string, number>>();
  const run = new Map<string, Map<string, number>>();
  for (let q = 0; q < 1000; q++) {
    const grades = new Map<string, number>();
    const scores = new Map<string, number>();
    for (let d = 0; d < 1000; d++) {
      grades.set(`product-${d}`, random.int(4));
      scores.set(`product-${d}`, random.uniform());
    }
    qrels.set(`query-${q}`, grades);
    run.set(`query-${q}`, scores);
  }
  const value = Math.min(...[1, 2, 3].map(() => seconds(qrels, run)));
  report({
    what: 'ranking metrics over 1,000,000 judged results',
    value,
    unit: 's',
    goal: { atMost: 1 },
  });
}

function seconds(qrels: Qrels, run: Run): number {
  const start = performance.now();
  evaluate(qrels, run, ['P@10', 'Recall@100', 'nDCG@10', 'nDCG', 'AP', 'RR', 'HitRate@10', 'Judged@10']);
  return (performance.now() - start) / 1000;
}
