export { findJob, jobs, publishedRun } from './list.js';
export { parametersOf, typedParameters } from './parameters.js';
export { runJob } from './run-job.js';
