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
export { ModelRegistry, registryFolder, registryInUse } from './registry/model-registry.js';
export { type DataSource, versionLine } from './registry/version.js';
export { compareOnHeldOut } from './retrain/compare-on-held-out.js';
export type { Verdict } from './retrain/promote-if-better.js';
export { type Registration, registerCandidate } from './retrain/register-candidate.js';
export { type RetrainJob, retrain } from './retrain/retrain.js';
export { detectTrends } from './trends/detect-trends.js';
