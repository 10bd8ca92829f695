export { findJob, jobOfFolder, jobs, publishedRun } from './list.js';
export { parametersOf, typedParameters } from './parameters.js';
export { jobFolder, runJob } from './run-job.js';
