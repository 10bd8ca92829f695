export { type DriftReportOptions, writeDriftReport } from './drift.js';
export { type ReportOptions, writeReport } from './report.js';
