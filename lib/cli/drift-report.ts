import type { ColumnDrift, DriftReport } from '../monitor/index.js';
import { type DriftReportOptions, writeDriftReport } from '../notebook/report/index.js';
import { type ResultTable, resultTable } from '../records/index.js';
import { writeJson } from '../store/index.js';

/** The exit code where the data drifted: told apart from a mistake, 1. */
const driftCode = 3;

/** The verdicts as a table, a row a column. */
export function driftTable(columns: readonly ColumnDrift[]): ResultTable {
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

/** Prints the verdict on all, writes the report as JSON and as a page where asked to, and sets the exit code. */
export async function finishDrift(
  report: DriftReport,
  { json, out }: { readonly json?: string; readonly out?: string },
  page: DriftReportOptions,
): Promise<void> {
  console.log(report.drifted ? 'drift' : 'no drift');
  if (json) await writeJson(json, report);
  if (out) {
    await writeDriftReport(report, out, page);
    console.log(`report: ${out}`);
  }
  if (report.drifted) process.exitCode = driftCode;
}
