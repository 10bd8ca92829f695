/**
 * Files that survive a crash: `.npy`, JSON, an embedding cache, run folders.
 * @module vitrine/store
 * @example
 * ```ts
 * import { createRun, writeJson, writeNpy } from 'vitrine/store';
 * import { fromRows } from 'vitrine/vectors';
 *
 * const run = await createRun('my-job');
 * await writeNpy(run.path('vectors.npy'), fromRows([[1, 0], [0, 1]]));
 * await writeJson(run.path('metrics.json'), { 'nDCG@10': 0.58 });
 * const { dir } = await run.finish(); // outputs/my-job/<id>, whole
 * console.log(dir);
 * ```
 */

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
