export { findJob, jobOfFolder, jobs, publishedRun } from './list.js';
export { parametersOf, typedParameters } from './parameters.js';
export type { JobRecord } from './queue/columns.js';
export { hasEnded, JobQueue, openQueue } from './queue/queue.js';
export { jobFolder, runJob } from './run-job.js';
