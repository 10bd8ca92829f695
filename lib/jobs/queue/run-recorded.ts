import { messageOf } from '../../errors/index.js';
import { findJob } from '../list.js';
import { type FinishedJob, type RunJobOptions, runJob } from '../run-job.js';
import type { JobTable } from './job-table.js';
import { ToldProgress } from './told-progress.js';
import { workerName } from './worker-name.js';

/**
 * Runs a submitted job in this process, past the queue, while its row tells how it goes.
 * @throws {UserError} where a worker has it; what the job throws
 */
export async function runRecorded(
  table: JobTable,
  id: string,
  {
    signal,
    onStep,
    otherwise,
    ...options
  }: RunJobOptions & { readonly otherwise?: Readonly<Record<string, unknown>> } = {},
): Promise<FinishedJob<unknown>> {
  const { job: name, parameters } = await table.find(id);
  const job = findJob(name);
  const claim = await table.startDirectly(id, workerName());
  const told = new ToldProgress(table, claim, job);
  try {
    const finished = await runJob(
      job,
      { ...otherwise, ...parameters },
      {
        ...options,
        signal: signal ? AbortSignal.any([signal, told.lost]) : told.lost,
        onStep: (...step) => {
          told.step(...step);
          onStep?.(...step);
        },
      },
    );
    await told.stop();
    await table.complete(claim, finished.result, finished.dir);
    return finished;
  } catch (error) {
    await told.stop();
    await table.fail(claim, messageOf(error));
    throw error;
  }
}
