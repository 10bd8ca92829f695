import path from 'node:path';
import { adQualityJob } from '../ads/index.js';
import { creativeJob } from '../creative/index.js';
import { ArgumentError, shown } from '../errors/index.js';
import { photosJob } from '../photos/index.js';
import { recommendJob } from '../recommend/index.js';
import type { Job } from './job.js';
import { afterPublishing, jobFolder } from './run-job.js';

/** All jobs. */
export const jobs: readonly Job<unknown, unknown>[] = [recommendJob, adQualityJob, photosJob, creativeJob];

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

/** The job whose runs are in a folder of `outputs/`; undefined for notebooks that are no job. */
export function jobOfFolder(folder: string): Job<unknown, unknown> | undefined {
  return jobs.find((job) => jobFolder(job) === folder);
}

/** What the job of a run has left to do once it is published, by whoever published it. */
export async function publishedRun(dir: string, note: (line: string) => void): Promise<void> {
  const job = jobOfFolder(path.basename(path.dirname(dir)));
  if (job) await afterPublishing(job, dir, note);
}
