import { UserError } from '../../errors/index.js';
import { evaluate } from '../../evaluate/index.js';
import { compareOnHeldOut, type Verdict } from '../../monitor/retrain/index.js';
import { openRankings, savedRelevance } from '../saved-rankings.js';

const metric = 'nDCG@10';
const tasks = [
  { task: 'similar', system: 'hybrid' },
  { task: 'search', system: 'fused' },
] as const;

/** With fewer that stand alone no p-value of the exact test can be below 0.05. */
const leastCategories = 6;

/**
 * Whether a run ranks better than a former one of the same catalogue: nDCG@10 of both on every question that the new run's
 * judgments have an answer to, products like one another (hybrid) and text search (fused) together. Where
 * judgments come from categories, the questions of one category count as one.
 */
export async function compareSaved(former: string, fresh: string): Promise<Verdict> {
  const before = await openRankings(former).catch(ifUserError((why) => ({ better: true, why })));
  if ('better' in before) return before;
  const after = await openRankings(fresh);
  const relevance = await savedRelevance(after).catch(ifUserError((why) => ({ better: false, why })));
  if ('better' in relevance) return relevance;
  const losses: { before: number; after: number; group: string }[] = [];
  for (const { task, system } of tasks) {
    const qrels = relevance[task];
    const [old, now] = [before.runs[task][system], after.runs[task][system]];
    if (!qrels || !old || !now) continue;
    const [was, is] = [old, now].map((run) => evaluate(qrels, run, [metric]).perQuery[metric]);
    const groupBy = task === 'similar' ? relevance.groupBy : undefined;
    for (const [query, value] of is) {
      const group = `${task} ${groupBy?.(query) ?? query}`;
      losses.push({ before: 1 - (was.get(query) ?? 0), after: 1 - value, group });
    }
  }
  if (losses.length === 0) return { better: false, why: 'there are no judgments to compare them on' };
  if (losses.every(({ before, after }) => before === after)) {
    return { better: true, why: `it answers all ${losses.length} questions as well as run ${before.name}` };
  }
  return compareOnHeldOut(
    losses.map(({ before }) => before),
    losses.map(({ after }) => after),
    relevance.groupBy && { groups: losses.map(({ group }) => group), minimumRows: leastCategories },
  );
}

/** A verdict in place of a run that is damaged, or judgments that are gone. */
function ifUserError(verdict: (why: string) => Verdict) {
  return (error: unknown) => {
    if (error instanceof UserError) return verdict(error.message);
    throw error;
  };
}
