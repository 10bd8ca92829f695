import { type ResultTable, resultTable } from '../../records/index.js';
import type { DriftReport } from './detect-drift.js';

/**
 * The verdicts as a table, a row a column: its population stability index, the p-value, and why.
 * @example console.log(`${driftTable(detectDrift(train, lastWeek).columns)}`)
 */
export function driftTable(columns: DriftReport['columns']): ResultTable {
  return resultTable(
    columns.map(({ column, verdict, psi, test, reasons }) => ({
      column,
      verdict,
      PSI: psi ? psi.value.toFixed(3) : '–',
      p: test ? test.adjustedPValue.toPrecision(2) : '–',
      why: reasons.join('; '),
    })),
  );
}
