import { fork } from 'node:child_process';
import path from 'node:path';
import { DatabaseError } from '../database/index.js';
import { messageOf, UserError } from '../errors/index.js';
import { packageRoot } from '../store/package/index.js';
import type { FromChild, ToChild } from './child.js';
import type { Job } from './job.js';
import type { FinishedJob, RunJobOptions } from './run-job.js';

/** How long a job that is to stop may take to do so. */
const patienceMs = 30_000;

/**
 * Runs a job in a process of its own, so that it takes nothing down with it, its memory is given back, and this process
 * stays free to answer. The process is of the built library, also where the caller runs from the sources.
 * @throws what `runJob` does, or {Error} where the process died
 */
export function runInChild(
  job: Pick<Job<unknown, unknown>, 'name'>,
  parameters: unknown,
  { signal, root, database, onStep, onNote }: RunJobOptions = {},
): Promise<FinishedJob<unknown>> {
  const child = fork(path.join(packageRoot(), 'dist', 'jobs', 'child.js'), {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const tell = (message: ToChild) => child.connected && child.send(message);
  let patience: NodeJS.Timeout | undefined;
  const abort = () => {
    tell({ kind: 'abort', reason: messageOf(signal?.reason) });
    patience = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  };
  return new Promise<FinishedJob<unknown>>((resolve, reject) => {
    child.on('message', (message: FromChild) => {
      if (message.kind === 'step') onStep?.(...message.step);
      else if (message.kind === 'note') onNote?.(message.line);
      else if (message.kind === 'finished') resolve(message.finished);
      else reject(signal?.aborted ? signal.reason : failure(message));
    });
    child.once('error', reject);
    child.once('exit', (code, killed) =>
      reject(
        signal?.aborted ? signal.reason : new Error(`its process ended: ${killed ?? `exit code ${code}`}`),
      ),
    );
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
    tell({ kind: 'run', job: job.name, parameters, root, database });
  }).finally(() => {
    clearTimeout(patience);
    signal?.removeEventListener('abort', abort);
  });
}

function failure({ message, stack, code }: Extract<FromChild, { kind: 'failed' }>): Error {
  if (code !== undefined) return new DatabaseError(message, code);
  return stack === undefined ? new UserError(message) : Object.assign(new Error(message), { stack });
}
