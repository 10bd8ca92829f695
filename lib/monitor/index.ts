export { type DriftOptions, type DriftReport, detectDrift } from './drift/detect-drift.js';

export { columnFigure, psiFigure } from './drift/figures.js';
export type { ColumnDrift } from './drift/judge-column.js';

export type { LossDrift } from './drift/measure-outcomes.js';
export { readTable } from './drift/read-table.js';
export { type ColumnRole, inferSchema, type Table, type TableSchema } from './drift/table.js';
export { percent, pText, short, testNames } from './drift/wording.js';

export { assignVariant } from './online/assign-variant.js';
export { sequentialTest } from './online/sequential-test.js';

export { ModelRegistry, registryFolder, registryInUse } from './registry/model-registry.js';
export { type DataSource, versionLine } from './registry/version.js';
export {
  compareOnHeldOut,
  type HeldOutComparison,
  type HeldOutOptions,
} from './retrain/compare-on-held-out.js';
export type { Verdict } from './retrain/promote-if-better.js';
export { type Registration, registerCandidate } from './retrain/register-candidate.js';
export { type DataWindow, type RetrainJob, retrain } from './retrain/retrain.js';
export { detectTrends, type Trend } from './trends/detect-trends.js';
