import type { Command } from 'commander';
import { nameAndValue } from '../name-and-value.js';

/** `vitrine jobs`: the kinds of jobs, and a queue of them. */
export function register(program: Command): void {
  const jobs = program
    .command('jobs')
    .description('whole jobs, from data to a run folder, and a queue of them');
  withQueueOptions(
    jobs
      .command('list')
      .description(
        'kinds of jobs with their parameters, or with --queued those that wait, run and have ended',
      )
      .option('--queued', 'the jobs of the queue, newest first')
      .option(
        '--status <status>',
        'only those that are pending, queued, running, completed, failed or cancelled',
      )
      .option('--most <number>', 'how many; default: 50')
      .option('--json', 'print JSON'),
  ).action(async ({ queued: isQueued, ...options }) => {
    if (isQueued || options.connectionString || options.status) {
      const { queued } = await import('../jobs/queue.js');
      return queued(options);
    }
    const { kinds } = await import('../jobs/kinds.js');
    kinds(options);
  });
  withQueueOptions(
    jobs
      .command('submit')
      .description('put a job into the queue')
      .argument('<job>', 'recommend, ad-quality …; see: vitrine jobs list')
      .option('-p, --param <NAME=VALUE>', 'set a parameter (repeatable)', nameAndValue, {})
      .option('-f, --config <file>', 'YAML or JSON with parameters; options go before it')
      .option('--id <uuid>', 'an id of your own')
      .option('--json', 'print JSON'),
  ).action(async (name, { param, ...options }) => {
    const { submit } = await import('../jobs/queue.js');
    await submit(name, { ...options, parameters: param });
  });
  withQueueOptions(
    jobs
      .command('work')
      .description('run the jobs of the queue; Ctrl-C or SIGTERM hands back what is not finished')
      .option('--concurrency <number>', 'jobs at once; default: 1')
      .option('--out <folder>', 'where the folders of jobs are; default: outputs')
      .option('--storage-path <folder>', 'where product photos are, for jobs that do not say so')
      .option('--output-path <folder>', 'where models of product photos are published')
      .option('--drain', 'end once no job waits or runs'),
  ).action(async (options) => {
    const { work } = await import('../jobs/work.js');
    await work(options);
  });
  withQueueOptions(
    jobs
      .command('watch')
      .description('follow a job to its end; exit code 1 where it fails')
      .argument('<id>')
      .option('--json', 'print JSON, and progress on stderr'),
  ).action(async (id, options) => {
    const { watch } = await import('../jobs/queue.js');
    await watch(id, options);
  });
  withQueueOptions(
    jobs.command('cancel').description('stop a job that waits or runs').argument('<id>'),
  ).action(async (id, options) => {
    const { cancel } = await import('../jobs/queue.js');
    await cancel(id, options);
  });
  withQueueOptions(
    jobs.command('retry').description('run a job again that failed or was cancelled').argument('<id>'),
  ).action(async (id, options) => {
    const { retry } = await import('../jobs/queue.js');
    await retry(id, options);
  });
}

/** Where the queue is. */
export function withQueueOptions(command: Command): Command {
  return command
    .option(
      '--connection-string <connection>',
      'postgres://…, Host=…;Database=…, or pglite:FOLDER for one process; default: DATABASE_URL, else pglite:data/vitrine.db',
    )
    .option('--table <name>', 'table of the jobs, with schema. where needed; default: "TrainingJobs"')
    .option(
      '--tables <names>',
      'names of tables and columns that are not found: TrainingJobs.Status=state; default: DATABASE_TABLES',
    );
}
