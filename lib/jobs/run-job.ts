import { UserError } from '../errors/index.js';
import { parseParameters } from '../records/index.js';
import { createRun } from '../store/index.js';
import type { Job } from './job.js';

/** The folder in `outputs/` that a job's runs are in. */
export function jobFolder({ folder, name }: Pick<Job<unknown, unknown>, 'folder' | 'name'>): string {
  return folder ?? name;
}

/** How a job is run. */
export interface RunJobOptions {
  /** Stops the job; nothing is published then, and the next call goes on from what lies in `checkpoints/`. */
  readonly signal?: AbortSignal;
  /** What is being done, and how much of it where that is known. */
  readonly onStep?: (name: string, done?: number, total?: number) => void;
  /** Lines for people. */
  readonly onNote?: (line: string) => void;
  /** Folder that the job's own folder is in. Default `outputs/` of the project. */
  readonly root?: string;
  /** Connection string of the database whose queue the job is from. */
  readonly database?: string;
}

/** What a job left. */
export interface FinishedJob<R> {
  readonly job: string;
  /** The run's id. */
  readonly run: string;
  /** The run's folder, absolute. */
  readonly dir: string;
  readonly result: R;
}

/**
 * Runs a job in a run folder of its own, which is published when the job is done and removed when it fails.
 * @param parameters those that differ from the defaults
 * @throws {ArgumentError} for a parameter that is unknown or out of range, before anything is written; the signal's reason once it is aborted
 * @example
 * const { dir, result } = await runJob(recommendJob, { DATA: 'products.csv', ALPHA: 0.6 }, { onNote: console.log });
 */
export async function runJob<P, R>(
  job: Job<P, R>,
  parameters: unknown,
  options: RunJobOptions = {},
): Promise<FinishedJob<R>> {
  const { signal = new AbortController().signal, onStep, onNote, root, database } = options;
  const parsed = parseParameters(job.parameters, parameters);
  signal.throwIfAborted();
  const run = await createRun(jobFolder(job), { root });
  let current = '';
  const step = (name: string, done?: number, total?: number) => {
    if (name !== current) signal.throwIfAborted();
    current = name;
    onStep?.(name, done, total);
  };
  const note = (line: string) => onNote?.(line);
  const finished = await publishedResult().catch(async (error) => {
    await run.discard();
    throw error;
  });
  await afterPublishing(job, finished.dir, note);
  return { job: job.name, run: run.id, dir: finished.dir, result: finished.result };

  async function publishedResult() {
    const found = await job.run(parsed, { run, signal, step, note, database });
    const result = job.result.parse(JSON.parse(JSON.stringify(found)));
    signal.throwIfAborted();
    return { dir: await run.publish(), result };
  }
}

/** The job's `published`; a run that is finished does not fail on it. */
export async function afterPublishing(
  job: Pick<Job<unknown, unknown>, 'published'>,
  dir: string,
  note: (line: string) => void,
): Promise<void> {
  await job.published?.(dir, note).catch((error) => {
    if (!(error instanceof UserError)) throw error;
    note(`the run is not registered: ${error.message}`);
  });
}
