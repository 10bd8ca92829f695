export {
  makeFolder,
  readJson,
  syncFolder,
  writeAtomically,
  writeFileAtomic,
  writeJson,
} from './atomic.js';
export { buildFolder } from './build-folder.js';
export { checkFiles, type KnownFile } from './check-files.js';
export { claimFolder } from './claim.js';
export { createRun, type Run } from './create-run.js';
export { EmbeddingCache } from './embedding-cache.js';
export { StoreError, storeError } from './errors.js';
export { contentKey, fileContentKey, sha256, sha256File } from './hash.js';
export { leadsOut } from './leads-out.js';
export { isInUse, leftoversIn, sweep } from './leftovers.js';
export { readNpy, writeNpy } from './npy.js';
export { projectPath, projectRoot } from './project.js';
export { openLatestRun, publishRun, verifyRun } from './run-folder.js';
export {
  bytesOf,
  type FinishedRun,
  finishedRuns,
  type PruneChoice,
  removeRun,
  runsToPrune,
} from './runs.js';
export { type TemporaryFolder, temporaryFolder, temporaryLeftovers } from './temporary-folder.js';
export { installedVersions } from './versions.js';
