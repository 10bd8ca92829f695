import { DatabaseError } from '../database/index.js';
import { messageOf, UserError } from '../errors/index.js';
import { findJob } from './list.js';
import { type FinishedJob, runJob } from './run-job.js';

/** What a child process is told. */
export type ToChild =
  | {
      readonly kind: 'run';
      readonly job: string;
      readonly parameters: unknown;
      readonly root?: string;
      readonly database?: string;
    }
  | { readonly kind: 'abort'; readonly reason: string };

/** What it tells. */
export type FromChild =
  | { readonly kind: 'step'; readonly step: readonly [name: string, done?: number, total?: number] }
  | { readonly kind: 'note'; readonly line: string }
  | { readonly kind: 'finished'; readonly finished: FinishedJob<unknown> }
  | { readonly kind: 'failed'; readonly message: string; readonly stack?: string; readonly code?: string };

const stop = new AbortController();

process.on('message', async (message: ToChild) => {
  if (message.kind === 'abort') stop.abort(new UserError(message.reason));
  else await last(await outcome(message));
});
// Whoever waits for the result is gone.
process.on('disconnect', () => process.exit(1));
// Ctrl-C in a terminal reaches the whole group; the parent says what is to be done about it.
process.on('SIGINT', () => {});

async function outcome({
  job,
  parameters,
  root,
  database,
}: Extract<ToChild, { kind: 'run' }>): Promise<FromChild> {
  try {
    const finished = await runJob(findJob(job), parameters, {
      ...{ root, database },
      signal: stop.signal,
      onStep: (...step) => tell({ kind: 'step', step }),
      onNote: (line) => tell({ kind: 'note', line }),
    });
    return { kind: 'finished', finished };
  } catch (error) {
    const stack = error instanceof UserError || !(error instanceof Error) ? undefined : error.stack;
    const code = error instanceof DatabaseError ? error.code : undefined;
    return { kind: 'failed', message: messageOf(error), stack, code };
  }
}

function tell(message: FromChild): void {
  process.send?.(message);
}

function last(message: FromChild): Promise<void> {
  return new Promise((done) => {
    process.send?.(message, () => {
      process.disconnect();
      done();
    });
  });
}
