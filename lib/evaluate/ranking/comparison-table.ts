import { shown } from '../../errors/index.js';
import { type ResultTable, resultTable } from '../../records/index.js';
import { bootstrapInterval } from '../../stats/index.js';
import type { BootstrapOptions } from '../../stats/resampling/index.js';
import { EvaluateError } from '../errors.js';
import type { CompareOptions } from './compare-runs.js';
import type { Evaluation } from './evaluate.js';

/**
 * Systems side by side, one row each: `system`, `queries`, then for each metric its mean, rounded to 4 places, and its
 * bootstrap interval, `<metric> 95%`.
 * @param evaluations system name → evaluation, all with the same qrels
 * @param options.groupBy as for `compareRuns`
 * @param metrics names as they were given to `evaluate`
 * @throws {EvaluateError} when an evaluation lacks a metric
 * @example
 * comparisonTable({ bm25, vectors, fused }, ['nDCG@10'])
 * // [{ system: 'bm25', queries: 60, 'nDCG@10': 0.5412, 'nDCG@10 95%': '0.489–0.593' }, …]
 */
export function comparisonTable(
  evaluations: Readonly<Record<string, Evaluation>>,
  metrics: readonly string[],
  options: Omit<BootstrapOptions, 'groups'> & Pick<CompareOptions, 'groupBy'> = {},
): ResultTable {
  const { groupBy } = options;
  const percent = `${Number(((options.confidence ?? 0.95) * 100).toFixed(2))}%`;
  const rows = Object.entries(evaluations).map(([system, evaluation]) => {
    const row: Record<string, string | number> = { system, queries: evaluation.queries };
    for (const metric of metrics) {
      const values = evaluation.perQuery[metric];
      if (!values) {
        throw new EvaluateError(
          `system ${shown(system)} was not measured by ${shown(metric)}; it has ${Object.keys(evaluation.mean).join(', ')}`,
        );
      }
      const groups = groupBy && Array.from(values.keys(), groupBy);
      const { mean, low, high } = bootstrapInterval(values, { ...options, groups });
      row[metric] = Number(mean.toFixed(4));
      row[`${metric} ${percent}`] = `${low.toFixed(3)}–${high.toFixed(3)}`;
    }
    return row;
  });
  return resultTable(rows);
}
