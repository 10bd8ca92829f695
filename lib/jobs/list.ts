import { adQualityJob } from '../ads/index.js';
import { creativeJob } from '../creative/index.js';
import { ArgumentError, shown } from '../errors/index.js';
import { recommendJob } from '../recommend/index.js';
import type { Job } from './job.js';

/** All jobs. */
export const jobs: readonly Job<unknown, unknown>[] = [recommendJob, adQualityJob, creativeJob];

/**
 * A job by its name.
 * @throws {ArgumentError} with the names that there are
 */
export function findJob(name: string): Job<unknown, unknown> {
  const job = jobs.find((job) => job.name === name);
  if (job) return job;
  throw new ArgumentError(
    `there is no job ${shown(name)}; there are ${jobs.map(({ name }) => name).join(', ')}`,
  );
}
