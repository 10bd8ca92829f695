export type { DriftTest, MissingShares } from './drift/column-drift.js';
export { type DriftOptions, type DriftReport, detectDrift } from './drift/detect-drift.js';
export type { Distribution } from './drift/distribution.js';
export { columnFigure, psiFigure } from './drift/figures.js';
export type { ColumnDrift, DriftVerdict } from './drift/judge-column.js';
export type { LossMeasures } from './drift/loss-drift.js';
export type { LossDrift } from './drift/measure-outcomes.js';
export { readTable } from './drift/read-table.js';
export {
  type ColumnKind,
  type ColumnRole,
  type ColumnSchema,
  inferSchema,
  type Table,
  type TableSchema,
} from './drift/table.js';
export { percent, pText, short, testNames } from './drift/wording.js';
export { ConflictError, MonitorError } from './errors.js';
export { assignVariant } from './online/assign-variant.js';
export {
  type SequentialOptions,
  type SequentialResult,
  sequentialTest,
  type VariantSummary,
} from './online/sequential-test.js';
export type { ArtefactPlace, RegistryArtefacts } from './registry/artefacts.js';
export type { EventKind, LoggedEvents, NewEvent, RegistryEvent, RegistryLog } from './registry/events.js';
export {
  type Alias,
  type Change,
  type ListedVersion,
  ModelRegistry,
  type OpenVersion,
  type RegisterOptions,
  registryFolder,
  registryInUse,
} from './registry/model-registry.js';
export { type ArtefactFile, type DataSource, type VersionRecord, versionLine } from './registry/version.js';
export {
  compareOnHeldOut,
  type HeldOutComparison,
  type HeldOutOptions,
} from './retrain/compare-on-held-out.js';
export type { Verdict } from './retrain/promote-if-better.js';
export { type Registration, registerCandidate } from './retrain/register-candidate.js';
export {
  type DataWindow,
  type RetrainJob,
  type RetrainOptions,
  type RetrainResult,
  retrain,
} from './retrain/retrain.js';
export { detectTrends, type Trend, type TrendOptions, type TrendRow } from './trends/detect-trends.js';
