/**
 * A registry of models, drift, retraining, online tests, trends.
 * @module vitrine/monitor
 * @example
 * ```ts
 * import { detectDrift, driftTable, readTable } from 'vitrine/monitor';
 *
 * const report = detectDrift(await readTable('train.csv'), await readTable('last-week.csv'));
 * console.log(driftTable(report.columns));
 * ```
 */

export { type DriftReport, detectDrift } from './drift/detect-drift.js';
export { driftPage } from './drift/drift-page.js';
export { driftTable } from './drift/drift-table.js';
export { readTable } from './drift/read-table.js';
export type { Table } from './drift/table.js';
export { assignVariant } from './online/assign-variant.js';
export { sequentialTest } from './online/sequential-test.js';
export { ModelRegistry, registryFolder } from './registry/index.js';
export { type RetrainJob, retrain } from './retrain/index.js';
export { detectTrends } from './trends/detect-trends.js';
