export { type ReportOptions, writeReport } from './report.js';
