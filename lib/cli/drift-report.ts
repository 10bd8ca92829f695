import type { DriftReport } from '../monitor/index.js';
import { type DriftReportOptions, writeDriftReport } from '../notebook/report/index.js';
import { writeJson } from '../store/index.js';

/** The exit code where the data drifted: told apart from a mistake, 1. */
const driftCode = 3;

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
