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
export { createRun, type Run } from './create-run.js';
export { EmbeddingCache } from './embedding-cache.js';
export { StoreError, storeError } from './errors.js';
export { contentKey, fileContentKey, sha256, sha256File } from './hash.js';
export { leadsOut } from './leads-out.js';
export { readNpy, writeNpy } from './npy.js';
export { projectPath, projectRoot } from './project.js';
export { openLatestRun, publishRun, verifyRun } from './run-folder.js';
export { type FinishedRun, finishedRuns, removeRun } from './runs.js';
