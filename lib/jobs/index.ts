export { findJob, jobOfFolder, jobs, publishedRun } from './list.js';
export { parametersOf, typedParameters } from './parameters.js';
export { type JobRecord, type JobStatus, jobStatuses } from './queue/columns.js';
export { hasEnded, JobQueue, openQueue } from './queue/queue.js';
export { type FinishedJob, jobFolder, type RunJobOptions, runJob } from './run-job.js';
