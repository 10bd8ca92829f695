import path from 'node:path';
import { type FinishedJob, findJob, type RunJobOptions, runJob } from '../../jobs/index.js';
import { noteLargeRuns } from '../disk/large-runs.js';
import { interruptible } from '../interruptible.js';
import { shownPath } from '../shown-path.js';
import { givenParameters } from './given-parameters.js';
import { jobProgress } from './progress.js';
import { type QueueOptions, withQueue } from './with-queue.js';

export interface TrainOptions {
  /** Parameters as they were typed. */
  readonly parameters: Readonly<Record<string, string>>;
  /** YAML or JSON file of parameters, which typed ones go before. */
  readonly config?: string;
  /** Folder that the job's folder is in. */
  readonly out?: string;
  readonly json?: boolean;
  /** A job of the queue, whose row tells how it goes; parameters of the row go before those that were typed. */
  readonly jobId?: string;
  /** Where its row is. */
  readonly queue?: QueueOptions;
}

/** `vitrine train <job>`: runs a job and says on the terminal how it goes; Ctrl-C leaves a checkpoint. */
export async function train(name: string, options: TrainOptions): Promise<void> {
  const started = performance.now();
  const signal = interruptible('; the same command goes on from what is in checkpoints/');
  const { step, note, stop } = jobProgress(options.json);
  const root = options.out && path.resolve(options.out);
  const finished = await run(name, options, { signal, root, onStep: step, onNote: note }).finally(stop);
  await noteLargeRuns();
  if (options.json) return console.log(JSON.stringify(finished, null, 2));
  console.log(`\n${name} finished in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  console.log(`Run  ${shownPath(finished.dir)}`);
}

async function run(name: string, options: TrainOptions, how: RunJobOptions): Promise<FinishedJob<unknown>> {
  const job = findJob(name);
  const parameters = await givenParameters(job, options);
  const { jobId, queue: { connectionString: database } = {} } = options;
  if (jobId === undefined) return runJob(job, parameters, { ...how, database });
  return withQueue(options.queue ?? {}, async (queue) => {
    await queue.ensure(jobId, name, parameters);
    return queue.run(jobId, how, parameters);
  });
}
