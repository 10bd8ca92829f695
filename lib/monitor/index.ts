export { type ChiSquared, chiSquared } from './drift/chi-squared.js';
export { jensenShannon } from './drift/jensen-shannon.js';
export { type KolmogorovSmirnov, kolmogorovSmirnov } from './drift/kolmogorov-smirnov.js';
export {
  countInBins,
  populationStabilityIndex,
  psiByChance,
  psiThresholds,
  quantileBins,
} from './drift/population-stability-index.js';
export { normalizedWasserstein, wasserstein } from './drift/wasserstein.js';
export { ConflictError, MonitorError } from './error.js';
export type { ArtefactFile } from './registry/artefacts.js';
export type { EventKind, RegistryEvent } from './registry/events.js';
export {
  type Alias,
  type Change,
  type ListedVersion,
  ModelRegistry,
  type OpenVersion,
  type RegisterOptions,
  registryFolder,
} from './registry/model-registry.js';
export type { VersionRecord } from './registry/version-file.js';
