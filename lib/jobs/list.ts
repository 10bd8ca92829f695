import path from 'node:path';
import { adQualityJob } from '../ads/index.js';
import { creativeJob } from '../creative/index.js';
import { ArgumentError, shown } from '../errors/index.js';
import { recommendJob } from '../recommend/index.js';
import type { Job } from './job.js';
import { afterPublishing } from './run-job.js';

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

/** What the job of a run has left to do once it is published, by whoever published it. */
export async function publishedRun(dir: string, note: (line: string) => void): Promise<void> {
  const folder = path.basename(path.dirname(dir));
  const job = jobs.find((job) => (job.folder ?? job.name) === folder);
  if (job) await afterPublishing(job, dir, note);
}
