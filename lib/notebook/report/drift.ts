import { type DriftReport, driftPage } from '../../monitor/index.js';
import { writeReport } from './report.js';

export interface DriftReportOptions {
  /** Heading of the page. Default 'Drift report'. */
  readonly title?: string;
  /** What the two tables are called, such as their files. Default 'reference' and 'current'. */
  readonly names?: { readonly reference: string; readonly current: string };
}

/**
 * Writes a drift report as one HTML page that asks nothing of the network.
 * @returns the size of the file in bytes
 * @throws {StoreError} where it cannot be written
 */
export async function writeDriftReport(
  report: DriftReport,
  htmlPath: string,
  { title = 'Drift report', names }: DriftReportOptions = {},
): Promise<number> {
  const parts = await driftPage(report, { title, names });
  const cells = parts.map((source) => ({ cell_type: 'markdown' as const, metadata: {}, source }));
  return writeReport({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }, htmlPath, { title });
}
