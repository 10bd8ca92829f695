export type { Job, JobContext } from './job.js';
export { findJob, jobs, publishedRun } from './list.js';
export { type JobParameter, parametersOf, typedParameters } from './parameters.js';
export { type FinishedJob, type RunJobOptions, runJob } from './run-job.js';
