import { ArgumentError, shown, UserError } from '../../errors/index.js';
import { withoutPasswords } from '../../http/index.js';
import { findJob, type JobRecord, jobStatuses } from '../../jobs/index.js';
import { resultTable } from '../../records/index.js';
import { wholeNumber } from '../numbers.js';
import { type GivenParameters, givenParameters } from './given-parameters.js';
import { jobProgress } from './progress.js';
import { type QueueOptions, withQueue } from './with-queue.js';

interface JsonOption {
  readonly json?: boolean;
}

/** `vitrine jobs submit JOB`: puts a job into the queue. */
export async function submit(
  name: string,
  { id, json, ...options }: QueueOptions & GivenParameters & JsonOption & { readonly id?: string },
): Promise<void> {
  const parameters = await givenParameters(findJob(name), options);
  await withQueue(options, async (queue) => {
    const given = await queue.submit(name, parameters, id);
    if (json) return console.log(JSON.stringify({ id: given }));
    console.log(`${name} waits in ${queue.shown} as ${given}`);
    console.log(`follow it: npx vitrine jobs watch ${given}; a worker: npx vitrine jobs work`);
  });
}

/** `vitrine jobs list --queued`: the jobs of the queue. */
export async function queued(
  options: QueueOptions & JsonOption & { readonly most?: string; readonly status?: string },
): Promise<void> {
  const most = options.most === undefined ? undefined : wholeNumber('--most', options.most);
  const status = options.status === undefined ? undefined : knownStatus(options.status);
  await withQueue(options, async (queue) => {
    const records = await queue.list({ most, status });
    if (options.json) return console.log(withoutPasswords(JSON.stringify(records, null, 2)));
    if (records.length === 0)
      return console.log(`no jobs in ${queue.shown}; add one with: npx vitrine jobs submit JOB`);
    console.log(resultTable(records.map(row)).toString());
  });
}

/** `vitrine jobs watch ID`: follows a job to its end; fails where the job does. */
export async function watch(id: string, { json, ...options }: QueueOptions & JsonOption): Promise<void> {
  const { step, note, stop } = jobProgress(json);
  const last = await withQueue(options, async (queue) => {
    let last: JobRecord | undefined;
    for await (const record of queue.watch(id)) {
      if (record.status !== last?.status) note(`${record.job} is ${told(record)}`);
      if (record.status === 'running') step(record.step ?? 'Starting', record.progress, 100);
      last = record;
    }
    return last;
  }).finally(stop);
  if (json) console.log(withoutPasswords(JSON.stringify(last, null, 2)));
  if (last?.status !== 'completed')
    throw new UserError(`job ${id} ${last?.status}: ${last?.error ?? 'by a person'}`);
}

/** `vitrine jobs cancel ID`. */
export async function cancel(id: string, options: QueueOptions): Promise<void> {
  await withQueue(options, (queue) => queue.cancel(id));
  console.log(`job ${id} is cancelled`);
}

/** `vitrine jobs retry ID`. */
export async function retry(id: string, options: QueueOptions): Promise<void> {
  await withQueue(options, (queue) => queue.retry(id));
  console.log(`job ${id} waits again`);
}

function knownStatus(text: string): JobRecord['status'] {
  const status = jobStatuses.find((known) => known === text);
  if (status) return status;
  throw new ArgumentError(`--status is ${shown(text)}; choose ${jobStatuses.join(', ')}`);
}

function told({ status, folder, error, worker }: JobRecord): string {
  if (status === 'running') return `running at ${worker}`;
  return `${status}${folder ? `: ${folder}` : ''}${error ? `: ${error}` : ''}`;
}

function row({ id, job, status, progress, step, created, error }: JobRecord) {
  return {
    ...{ id, job, status },
    progress: `${progress}%`,
    step: step ?? '',
    created: created.slice(0, 16).replace('T', ' '),
    error: error ?? '',
  };
}
