/**
 * The jobs of the notebooks as functions, what runs them, and a queue of them.
 * @module vitrine/jobs
 * @example
 * ```ts
 * import { findJob, runJob } from 'vitrine/jobs';
 *
 * const { dir } = await runJob(findJob('recommend'), { DATA: 'products.csv', ALPHA: 0.6 }, { onNote: console.log });
 * console.log(dir);
 * ```
 */

export { findJob, jobOfFolder, jobs, publishedRun } from './list.js';
export { parametersOf } from './parameters.js';
export { type JobRecord, jobStatuses } from './queue/columns.js';
export { hasEnded, JobQueue, openQueue } from './queue/queue.js';
export { type FinishedJob, jobFolder, type RunJobOptions, runJob } from './run-job.js';
